"""The admin: every list opens, runs no query per row, and leaves to the services what is theirs."""

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Actor, ActorAlias, ActorRepresentative, PersonRole
from integration_portal.core import audit
from integration_portal.core.models import (
    FormDraft,
    ImportBatch,
    ImportRow,
    Job,
    Municipality,
    SavedView,
    SiteSettings,
    User,
)
from measures.models import Clarification, Measure, MeasureFunding, MeasurePartner
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(client):
    """IT, logged in."""
    user = builders.make_user("admin")
    client.force_login(user)
    return client


def fill(number):
    """`number` rows in every table the admin lists."""
    framework = builders.make_framework()
    for index in range(number):
        field = builders.make_field(framework)
        builders.make_goal(field)
        actor = builders.make_actor(kind=builders.make_kind())
        actor.fields.add(field)
        person = builders.make_person()
        user = builders.make_user("office")
        PersonRole.objects.create(person=person, actor=actor)
        ActorAlias.objects.create(actor=actor, name=f"Schreibweise {actor.pk}")
        ActorRepresentative.objects.create(user=user, actor=actor)
        builders.make_municipality()
        builders.make_target_group()
        measure = builders.make_measure(field=field, number=f"{field.number}.{index}", lead=actor, responsible=user)
        MeasurePartner.objects.create(measure=measure, actor=builders.make_actor())
        MeasureFunding.objects.create(measure=measure, source="Muster")
        Clarification.objects.create(measure=measure, topic="lead", code="x", message="offen")
        Job.objects.create(kind="x", title="Auftrag", owner=user)
        FormDraft.objects.create(user=user, key=f"k{index}")
        SavedView.objects.create(user=user, list_key="x", name=f"n{index}")
        batch = ImportBatch.objects.create(kind="x", file_name="a.xlsx", created_by=user)
        ImportRow.objects.create(batch=batch, number=1, action="new")


OWN = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("core", "actors", "measures", "fields_of_action", "committees", "auditlog", "auth")
]


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_no_list_runs_a_query_per_row(it):
    def counts():
        found = {}
        for model in OWN:
            with CaptureQueriesContext(connection) as queries:
                response = it.get(changelist(model))
            assert response.status_code == 200, model
            found[model._meta.label] = len(queries)
        return found

    fill(2)
    counts()  # content types and settings are cached from here on
    few = counts()
    fill(8)
    many = counts()
    assert {label: (few[label], many[label]) for label in few if many[label] > few[label] + 1} == {}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_list_can_be_searched_and_filtered_with_nonsense(it, model):
    assert it.get(changelist(model), {"q": "<script>'\" äöü"}).status_code in (200, 302)
    assert it.get(changelist(model), {"gibtesnicht": "1"}).status_code in (200, 302)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_row_and_its_history_open(it, model):
    fill(1)
    SiteSettings.load()
    row = model._default_manager.first()
    if row is None:
        pytest.skip("no row of this kind in the test data")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert it.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert it.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [User, Actor, Measure, LogEntry, SiteSettings], ids=lambda model: model._meta.label)
def test_what_is_kept_for_the_record_cannot_be_deleted(it, model):
    fill(1)
    SiteSettings.load()
    row = model._default_manager.first()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[row.pk])
    assert it.post(url, {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()
    response = it.post(changelist(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert response.status_code in (200, 302, 403)
    assert model._default_manager.filter(pk=row.pk).exists()


def actor_form(actor, **changes):
    data = {
        "name": actor.name, "slug": actor.slug, "version": actor.version,
    }  # fmt: skip
    for inline in ("aliases", "addresses", "relations", "person_roles", "representatives"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return data | changes


def test_saving_is_logged_with_the_admin_as_source_and_never_publishes(it):
    actor = builders.make_actor("Verein Muster")
    url = reverse("admin:actors_actor_change", args=[actor.pk])
    response = it.post(url, actor_form(actor, name="Verein Beispiel", is_published="on"))
    assert response.status_code == 302, response.context["adminform"].form.errors
    actor.refresh_from_db()
    assert (actor.name, actor.is_published, actor.version) == ("Verein Beispiel", False, 2)
    entry = LogEntry.objects.filter(cid=audit.key_of(actor)).order_by("-id").first()
    assert entry.additional_data["source"] == "admin"
    assert entry.changes["name"] == ["Verein Muster", "Verein Beispiel"]


def test_the_second_of_two_editors_sees_what_the_first_one_saved(it):
    actor = builders.make_actor("Verein Muster")
    url = reverse("admin:actors_actor_change", args=[actor.pk])
    opened = actor_form(actor)
    assert it.post(url, opened | {"name": "Der Erste"}).status_code == 302
    response = it.post(url, opened | {"name": "Der Zweite"})
    assert response.status_code == 200
    assert "Der Erste" in response.content.decode() and "Der Zweite" in response.content.decode()
    actor.refresh_from_db()
    assert actor.name == "Der Erste"


def test_a_taken_number_is_an_error_beside_the_field(it):
    field = builders.make_field()
    builders.make_measure(field=field, number="1.1")
    other = builders.make_measure()
    response = it.post(
        reverse("admin:measures_measureplacement_add"), {"measure": other.pk, "field": field.pk, "number": "1.1"}
    )
    assert response.status_code == 200
    assert "number" in response.context["adminform"].form.errors


def test_import_by_natural_key_changes_and_adds(it):
    builders.make_municipality("Altstadt", ags="16077001")
    upload = b"ags,name,kind,is_active\n16077001,Neustadt,town,1\n16077002,Dorf,municipality,1\n"
    from_file = SimpleUploadedFile("a.csv", upload, "text/csv")
    response = it.post(reverse("admin:core_municipality_import"), {"import_file": from_file, "format": "0"})
    assert response.status_code == 200
    form = response.context["confirm_form"]
    done = it.post(reverse("admin:core_municipality_process_import"), form.initial)
    assert done.status_code == 302
    assert dict(Municipality.objects.values_list("ags", "name")) == {"16077001": "Neustadt", "16077002": "Dorf"}


def test_visitors_meet_the_portals_own_login_and_others_are_refused(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/konto/anmelden/")
    client.force_login(builders.make_user("office"))
    assert client.get("/admin/", follow=True).status_code == 403
