"""Every way to write leaves entries in the audit trail that match the rows, field by field."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from actors.models import Actor
from integration_portal.core.models import Municipality
from integration_portal.portal.demo import build
from measures.models import Measure
from tests.builders import make_actor, make_field, make_kind, make_measure, make_user
from tests.helpers_auditing import every_row_change_is_audited

FILE = Path(__file__).parent.parent / "data" / "massnahmenliste_2026.xlsx"
pytestmark = pytest.mark.django_db

SHEET = {
    "title": "Sprachcafé", "kind": "project", "start_precision": "day", "end_precision": "day", "status": "idea",
    "partner-TOTAL_FORMS": "0", "partner-INITIAL_FORMS": "0", "geld-TOTAL_FORMS": "0", "geld-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def ready(**values):
    return make_measure("Fertig", lead=make_actor(), field=make_field(), number="1.1", summary="Satz", **values)


def test_creating_and_editing_on_the_page(client, office):
    field, partner = make_field(), make_actor()
    rows = {
        "partner-TOTAL_FORMS": "1",
        "partner-0-actor": str(partner.pk),
        "geld-TOTAL_FORMS": "1",
        "geld-0-source": "Land",
        "geld-0-state": "planned",
    }
    with every_row_change_is_audited():
        client.post("/intern/massnahmen/neu/", SHEET | rows | {"primary_field": field.pk})
    measure = Measure.objects.get()
    with every_row_change_is_audited():
        client.post(
            f"/intern/massnahmen/{measure.pk}/bearbeiten/", SHEET | {"title": "Anders", "version": measure.version}
        )


@pytest.mark.parametrize("step", ["veroeffentlichen", "archivieren", "kopieren"])
def test_steps_on_the_page(client, office, step):
    measure = ready()
    with every_row_change_is_audited():
        client.post(f"/intern/massnahmen/{measure.pk}/{step}/")


@pytest.mark.parametrize("action", ["status", "field", "responsible", "review", "publish", "archive"])
def test_bulk_changes(client, office, action):
    measure = ready()
    values = {"status": "in_progress", "field": make_field().pk, "responsible": office.pk, "review_on": "2027-01-31"}
    data = {"aktion": action, "auswahl": [measure.pk], "schritt": "vorschau", **values}
    stamp = client.post("/intern/massnahmen/mehrere/", data).context["stamp"]
    with every_row_change_is_audited():
        client.post("/intern/massnahmen/mehrere/", data | {"schritt": "ausfuehren", "stand": stamp})


def test_actors_on_the_page(client, office):
    data = {"name": "Verein Muster", "kind": make_kind().pk, "aliases": "VM\nMusterverein"}
    with every_row_change_is_audited():
        client.post("/intern/akteure/neu/", data)
    actor = Actor.objects.get()
    with every_row_change_is_audited():
        client.post(f"/intern/akteure/{actor.pk}/veroeffentlichen/")


def test_the_import_commands(office):
    call_command("load_framework", stdout=StringIO())
    with every_row_change_is_audited():
        call_command("import_measures", str(FILE), stdout=StringIO())
    with every_row_change_is_audited():
        call_command("import_actors", str(FILE), stdout=StringIO())


def test_the_packaged_framework_and_sample_data_in_bulk():
    with every_row_change_is_audited():
        call_command("load_framework", stdout=StringIO())
    with every_row_change_is_audited():
        build.build(number=80, seed=1, progress=lambda *_words: None)


@pytest.fixture
def it(client):
    user = make_user("admin")
    client.force_login(user)
    return user


def test_adding_changing_and_deleting_in_the_admin(client, it):
    kind = make_kind()
    empty = {
        f"{prefix}-{name}": "0"
        for prefix in ("aliases", "addresses", "relations", "person_roles", "representatives")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    data = {"name": "Verein Beispiel", "slug": "verein-beispiel", "kind": kind.pk, **empty}
    with every_row_change_is_audited():
        client.post("/admin/actors/actor/add/", data | {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "V. Beispiel"})
    actor = Actor.objects.get()
    alias = actor.aliases.get()
    change = data | {
        "name": "Verein Muster", "version": actor.version, "aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "1",
        "aliases-0-id": alias.pk, "aliases-0-actor": actor.pk, "aliases-0-name": "V. Muster",
    }  # fmt: skip
    with every_row_change_is_audited():
        client.post(f"/admin/actors/actor/{actor.pk}/change/", change)
    actor.refresh_from_db()
    assert (actor.name, actor.aliases.get().name) == ("Verein Muster", "V. Muster")


def test_an_import_in_the_admin(client, it):
    upload = SimpleUploadedFile("gemeinden.csv", b"ags,name\n99000001,Musterdorf\n99000002,Beispielstadt\n")
    preview = client.post("/admin/core/municipality/import/", {"import_file": upload, "format": "0"})
    form = preview.context["confirm_form"]
    with every_row_change_is_audited():
        client.post("/admin/core/municipality/process_import/", form.initial)
    assert Municipality.objects.count() == 2
