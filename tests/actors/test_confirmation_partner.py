"""Pages for a partner with an account: the own organisation, what is asked of it, and proposing changes."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import ProposedChange
from actors.services import proposals, update_actor
from integration_portal.core.models import Mail
from tests.actors.confirmation import ask, form_data
from tests.builders import make_actor, make_event, make_measure, make_report, make_round, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/meine-organisation/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def actor():
    return make_actor("Musterverein", city="Altenburg", email="verein@example.org", is_published=True)


@pytest.fixture
def partner(client, actor):
    user = make_user("contributor", name="Olena Muster", acts_for=[actor])
    client.force_login(user)
    return user


def test_a_partner_sees_the_entry_and_what_belongs_to_it(client, actor, partner):
    measure = make_measure("Sprachcafé", lead=actor)
    make_report(measure, round=make_round("sent"))
    make_event("Sommerfest", organisers=[actor])
    make_measure("Fremde Maßnahme", lead=make_actor("Fremd"))
    ask(actor)
    assert client.get(URL).url == f"{URL}{actor.pk}/"
    page = client.get(f"{URL}{actor.pk}/").content.decode()
    for shown in ("Altenburg", "Sprachcafé", "Sommerfest", "Stimmen die Angaben?", actor.get_public_url()):
        assert shown in page
    assert "Fremde Maßnahme" not in page


def test_other_organisations_are_not_there(client, actor, partner):
    other = make_actor("Andere")
    for address in ("", "vorschlagen/"):
        assert client.get(f"{URL}{other.pk}/{address}").status_code == 404
    assert client.post(f"{URL}{other.pk}/bestaetigen/", {"version": other.version}).status_code == 404
    assert client.get(f"/intern/bestaetigung/korrekturen/{actor.pk}/").status_code == 403


def test_several_organisations_are_listed_and_none_says_so(client, actor):
    client.force_login(make_user("contributor", acts_for=[actor, make_actor("Chor")]))
    page = client.get(URL).content.decode()
    assert "Musterverein" in page and "Chor" in page
    client.force_login(make_user("contributor"))
    assert client.get(URL).status_code == 200


def test_a_proposal_goes_the_same_way_and_answers_open_requests(client, actor, partner):
    request = ask(actor)
    url = f"{URL}{actor.pk}/vorschlagen/"
    assert client.post(url, form_data(client, url, city="Gera", phone="03447 586-0")).status_code == 302
    request.refresh_from_db()
    assert request.state == "corrected"
    rows = {row.field: row for row in ProposedChange.objects.filter(actor=actor)}
    assert {name: row.proposed_by for name, row in rows.items()} == {"city": partner, "phone": partner}
    office = make_user("office")
    proposals.accept_change(change=rows["city"], by=office)
    proposals.decline_change(change=rows["phone"], by=office, reason="Gibt es nicht")
    actor.refresh_from_db()
    assert (actor.city, actor.confirmed_on) == ("Gera", datetime.date(2026, 11, 23))
    assert Mail.objects.get(kind="actors.confirmation_decided").email.to == [partner.email]
    assert "Gibt es nicht" in client.get(f"{URL}{actor.pk}/").content.decode()


def test_bad_input_and_no_change_come_back(client, actor, partner):
    url = f"{URL}{actor.pk}/vorschlagen/"
    assert client.post(url, form_data(client, url)).status_code == 422
    answer = client.post(url, form_data(client, url, phone="ruf an", city="Gera"))
    assert (answer.status_code, answer.context["form"]["city"].value()) == (422, "Gera")
    assert ProposedChange.objects.count() == 0


def test_a_second_proposal_shows_and_replaces_the_first(client, actor, partner):
    url = f"{URL}{actor.pk}/vorschlagen/"
    client.post(url, form_data(client, url, city="Gera"))
    client.post(url, form_data(client, url, city="Jena"))
    assert [row.after for row in ProposedChange.objects.waiting()] == ["Jena"]


def test_confirming_needs_the_entry_as_it_is(client, actor, partner):
    request, version = ask(actor), actor.version
    update_actor(actor=actor, data={"city": "Gera"}, version=None)
    client.post(f"{URL}{actor.pk}/bestaetigen/", {"version": version})
    actor.refresh_from_db()
    assert actor.confirmed_on is None
    client.post(f"{URL}{actor.pk}/bestaetigen/", {"version": actor.version})
    actor.refresh_from_db()
    request.refresh_from_db()
    assert (actor.confirmed_on, request.state) == (datetime.date(2026, 11, 23), "confirmed")


def test_the_page_takes_the_same_queries_at_any_size(client, actor, partner):
    counts = []
    for size in (1, 6):
        for number in range(size):
            make_report(make_measure(f"M {size} {number}", lead=actor), round=make_round("sent"))
            make_event(organisers=[actor])
            proposals.propose(
                actor=actor, by=partner, changes={"city": ("", f"Ort {number}"), "street": ("", f"Weg {number}")}
            )
        client.get(f"{URL}{actor.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}{actor.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
