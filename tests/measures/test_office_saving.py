"""Saving a sheet: partners and funding of two editors, numbers that follow the field, fields that cannot be emptied."""

import pytest

from measures import services
from measures.models import Measure, MeasureFunding, MeasurePartner
from tests.builders import make_actor, make_field, make_measure, make_user

from .test_office_pages import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def url(measure):
    return f"/intern/massnahmen/{measure.pk}/bearbeiten/"


def test_partners_and_funding_that_somebody_added_meanwhile_are_shown_and_can_be_kept(client, office):
    measure = make_measure("Alt")
    stale = sheet(measure)
    services.update_measure(
        measure=measure,
        version=measure.version,
        data={},
        partners=[(make_actor("Neuer Partner"), "Räume")],
        funding=[{"source": "ThILIK"}],
    )
    answer = client.post(url(measure), stale)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Neuer Partner" in {
        word for field in answer.context["form"].conflict.fields for word in field.theirs.split(" (")
    }
    assert "ThILIK" in page
    again = stale | {"version": str(answer.context["form"]["version"].value()), "keep_theirs": ["partner", "geld"]}
    assert client.post(url(measure), again).status_code == 302
    assert MeasurePartner.objects.filter(measure=measure).count() == 1
    assert MeasureFunding.objects.filter(measure=measure).count() == 1


def test_ones_own_partners_win_when_nothing_is_ticked(client, office):
    measure, mine = make_measure("Alt"), make_actor("Meiner")
    stale = sheet(measure, **{"partner-TOTAL_FORMS": "1", "partner-0-actor": str(mine.pk), "partner-0-role": ""})
    services.update_measure(measure=measure, version=measure.version, data={}, partners=[(make_actor("Ihrer"), "")])
    answer = client.post(url(measure), stale)
    client.post(url(measure), stale | {"version": str(answer.context["form"]["version"].value())})
    assert [link.actor for link in measure.partner_links.all()] == [mine]


def test_another_field_brings_another_number(client, office):
    old = make_field(number=2)
    new = make_field(old.framework, number=3)
    measure = make_measure("Umzug", field=old, number="2.10")
    client.post(url(measure), sheet(measure, primary_field=str(new.pk), number="2.10"))
    assert measure.placements.get().number == "3.1"


def test_the_field_of_action_cannot_be_emptied_unnoticed(client, office):
    field = make_field(number=2)
    measure = make_measure("Bleibt", field=field, number="2.1")
    answer = client.post(url(measure), sheet(measure, primary_field="", number=""))
    assert answer.status_code == 422
    assert "primary_field" in answer.context["form"].errors


def test_a_published_measure_keeps_a_lead_and_says_so_beside_the_field(client, office):
    measure = make_measure("Öffentlich", published=True)
    answer = client.post(url(measure), sheet(measure, primary_field=str(measure.placements.get().field_id), lead=""))
    assert answer.status_code == 422
    assert "lead" in answer.context["form"].errors


def test_statuses_sort_in_the_order_of_their_steps(client, office):
    for status in ("planned", "completed", "idea", "in_progress"):
        make_measure(status=status)
    page = client.get("/intern/massnahmen/?sort=stand").context["page_obj"]
    assert [row.status for row in page] == ["idea", "planned", "in_progress", "completed"]


def test_keys_too_large_for_the_database_are_refused(client, office):
    huge = "9" * 30
    for name in ("primary_field", "lead", "goals", "further_fields", "target_groups"):
        assert client.post("/intern/massnahmen/neu/", sheet(**{name: huge})).status_code == 422, name
    assert Measure.objects.count() == 0
