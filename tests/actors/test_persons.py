"""Persons: one entry per human being, public only on purpose, masked in the trail."""

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Person, PersonRole
from integration_portal.core.models import Redaction
from tests import builders

pytestmark = pytest.mark.django_db
NEW = "/intern/personen/neu/"


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def form_of(person=None, *, roles=(), initial=0, ways=(), ways_initial=0, **changes):
    data = {
        "first_name": person.first_name if person else "Änne",
        "last_name": person.last_name if person else "Beispielmann",
        "email": person.email if person else "",
        "version": person.version if person else "",
        "rollen-TOTAL_FORMS": len(roles),
        "rollen-INITIAL_FORMS": initial,
        "wege-TOTAL_FORMS": len(ways),
        "wege-INITIAL_FORMS": ways_initial,
    }
    for index, way in enumerate(ways):
        data |= {f"wege-{index}-{name}": value for name, value in way.items()}
    for index, role in enumerate(roles):
        data |= {f"rollen-{index}-{name}": value for name, value in role.items()}
    return data | changes


@pytest.mark.parametrize(
    ("role", "expected"), [("", 403), ("council", 403), ("contributor", 403), ("reader", 200), ("office", 200)]
)
def test_persons_are_for_those_who_read_everything(client, role, expected):
    person = builders.make_person()
    client.force_login(builders.make_user(role))
    assert client.get("/intern/personen/").status_code == expected
    assert client.get(person.get_absolute_url()).status_code == expected


@pytest.mark.parametrize("name", ["person_edit", "person_redact"])
def test_readers_change_nothing(client, name):
    person = builders.make_person()
    client.force_login(builders.make_user("reader"))
    assert client.post(reverse(f"actors:{name}", args=[person.pk])).status_code == 403
    assert client.post(NEW, form_of()).status_code == 403


def test_a_person_with_two_roles_is_saved_and_nothing_is_public(office):
    first, second = builders.make_actor(), builders.make_actor()
    roles = [
        {"actor": first.pk, "function": "Leitung", "is_main_contact": "on"},
        {"actor": second.pk, "since": "2024-01-01"},
    ]
    assert office.post(NEW, form_of(roles=roles)).status_code == 302
    person = Person.objects.get()
    assert person.roles.count() == 2
    assert not (person.is_published or person.publish_email or person.publish_phone)


def test_roles_change_and_go(office):
    person = builders.make_person("Beispielmann")
    stay = person.roles.create(actor=builders.make_actor(), function="Leitung")
    go = person.roles.create(actor=builders.make_actor())
    roles = [
        {"id": stay.pk, "actor": stay.actor_id, "function": "Vorsitz"},
        {"id": go.pk, "actor": go.actor_id, "DELETE": "on"},
    ]
    assert (
        office.post(
            reverse("actors:person_edit", args=[person.pk]), form_of(person, roles=roles, initial=2)
        ).status_code
        == 302
    )
    assert list(person.roles.values_list("pk", "function")) == [(stay.pk, "Vorsitz")]


def test_a_role_added_meanwhile_by_somebody_else_survives(office):
    person = builders.make_person("Beispielmann")
    mine = form_of(person, roles=[{"actor": builders.make_actor().pk}])
    person.roles.create(actor=builders.make_actor(), function="Von anderen")
    assert office.post(reverse("actors:person_edit", args=[person.pk]), mine).status_code == 302
    assert person.roles.count() == 2


@pytest.mark.parametrize(
    "roles",
    [
        [{"actor": "99999"}],
        [{"actor": "1", "since": "2026-02-30"}],
        [{"actor": "1", "since": "2026-05-01", "until": "2026-04-01"}],
        [{"actor": "1", "function": "A"}, {"actor": "1", "function": "A"}],
        [{"function": "ohne Akteur"}],
    ],
)
def test_a_role_that_cannot_be_is_told_and_nothing_is_saved(office, roles):
    actor = builders.make_actor()
    roles = [{**role, "actor": actor.pk} if role.get("actor") == "1" else role for role in roles]
    response = office.post(NEW, form_of(roles=roles))
    assert response.status_code == 422
    assert not Person.objects.exists() and not PersonRole.objects.exists()


def test_nonsense_in_the_management_form_is_no_error_page(office):
    assert office.post(NEW, form_of(**{"rollen-TOTAL_FORMS": "abc"})).status_code == 422
    assert office.post(NEW, form_of(**{"rollen-TOTAL_FORMS": "100000"})).status_code == 422


@pytest.mark.parametrize(
    ("typed", "stored"), [({"first_name": "Juergen", "last_name": "Groß"}, {}), ({"email": "MARA@example.org"}, {})]
)
def test_somebody_who_may_be_there_already_is_named_before_saving(office, typed, stored):
    there = Person.objects.create(first_name="Jürgen", last_name="Gross", email="mara@example.org")
    response = office.post(NEW, form_of(**typed))
    assert response.status_code == 422
    assert reverse("actors:person_edit", args=[there.pk]) in response.content.decode()
    assert office.post(NEW, form_of(**typed, confirm_new="on")).status_code == 302
    assert Person.objects.count() == 2


def test_contact_ways_are_public_only_with_the_name(office):
    response = office.post(NEW, form_of(email="a@example.org", publish_email="on"))
    assert response.status_code == 422
    assert "publish_email" in response.context["form"].errors
    assert office.post(
        NEW, form_of(email="a@example.org", publish_email="on", is_published="on", permission_on="2026-03-01")
    ).status_code == 302  # fmt: skip


def test_a_name_is_public_only_with_the_day_of_the_permission(office):
    response = office.post(NEW, form_of(is_published="on"))
    assert response.status_code == 422
    assert "permission_on" in response.context["form"].errors


def test_two_editors_of_one_person(office):
    person = builders.make_person("Alt", first_name="Kim")
    url = reverse("actors:person_edit", args=[person.pk])
    opened = form_of(person)
    assert office.post(url, opened | {"last_name": "Vom Ersten"}).status_code == 302
    response = office.post(url, opened | {"last_name": "Vom Zweiten"})
    assert response.status_code == 409
    assert "Vom Ersten" in response.content.decode() and "Vom Zweiten" in response.content.decode()


def test_the_trail_masks_names_and_redaction_is_logged(office):
    office.post(NEW, form_of(last_name="Geheimnisvoll", email="geheim@example.org"))
    person = Person.objects.get()
    texts = str(list(LogEntry.objects.values_list("changes", "object_repr", "additional_data")))
    assert "Geheimnisvoll" not in texts and "geheim@example.org" not in texts
    url = reverse("actors:person_redact", args=[person.pk])
    assert office.post(url, {"reason": "", "sure": "on"}).status_code == 422
    assert office.post(url, {"reason": "Antrag"}).status_code == 422
    assert not Redaction.objects.exists()
    assert office.post(url, {"reason": "Antrag nach Art. 17", "sure": "on"}).status_code == 302
    redaction = Redaction.objects.get()
    assert (redaction.reason, redaction.redacted_by.name, redaction.is_open) == (
        "Antrag nach Art. 17",
        "Mara Muster",
        False,
    )
    assert "Geheimnisvoll" not in redaction.person_label


def test_the_list_finds_filters_and_keeps_its_queries(office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            office.get("/intern/personen/")
        return len(queries)

    def fill(number):
        for _index in range(number):
            builders.make_person(user=builders.make_user()).roles.create(actor=builders.make_actor())

    fill(2)
    few = count()
    fill(20)
    assert count() <= few
    builders.make_person("Örnek", first_name="Ömer")
    response = office.get("/intern/personen/?q=oernek")
    assert [person.last_name for person in response.context["page_obj"]] == ["Örnek"]
    assert len(office.get("/intern/personen/?konto=nein&ohne_akteur=ja").context["page_obj"]) == 1
    assert office.get("/intern/personen/?konto=quatsch&sort=x&seite=99999999999999999999").status_code == 200


def test_a_name_that_runs_right_to_left_stays_in_its_own_box(office):
    person = builders.make_person("مثال", first_name="نور")
    assert "<bdi>نور مثال</bdi>" in office.get(person.get_absolute_url()).content.decode()
