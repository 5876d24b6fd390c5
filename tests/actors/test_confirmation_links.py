"""The personal link of a request to confirm details: what it shows, what can be answered, and what it never shows."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from actors.models import Actor, ActorAddress, Offer, ProposedChange
from actors.services import confirmation, update_actor
from integration_portal.core import links
from integration_portal.core.models import Mail, PersonalLink
from tests.actors.confirmation import ask, confirm, correct, form_data, make_confirmation_round, path
from tests.builders import make_actor, make_field, make_municipality, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def asked():
    return ask()


def changes(actor):
    return {row.field: (row.before, row.after, row.state) for row in ProposedChange.objects.filter(actor=actor)}


def test_the_link_shows_the_entry_and_only_the_person_who_was_asked(client, asked):
    other = make_person("Geheim", email="geheim@example.org")
    asked.actor.person_roles.create(person=other, function="Kasse")
    asked.actor.internal_note = "Nur fürs Büro"
    asked.actor.save()
    make_actor("Fremder Verein")
    Offer.objects.create(actor=asked.actor, title="Sprachcafé")
    ActorAddress.objects.create(actor=asked.actor, label="Sporthalle", city="Schmölln")
    page = client.get(path(asked)).content.decode()
    for shown in ("Musterverein", "Altenburg", "+49 3447 1", "Sprachcafé", "Sporthalle", "Mara Muster", "Leitung"):
        assert shown in page
    for hidden in ("Geheim", "geheim@example.org", "Kasse", "Fremder Verein", "Nur fürs Büro"):
        assert hidden not in page


def test_a_link_to_a_general_address_shows_no_person(client):
    actor = make_actor("Verein", email="info@example.org")
    actor.person_roles.create(person=make_person("Ohnemail", email=""), is_main_contact=True)
    request = ask(actor)
    assert (request.email, request.person) == ("info@example.org", None)
    assert "Ohnemail" not in client.get(path(request)).content.decode()


def test_opening_the_link_changes_nothing(client, asked):
    before = (LogEntry.objects.count(), list(PersonalLink.objects.values()), list(Actor.objects.values()))
    for rest in ("", "korrigieren/", "entfernen/"):
        assert client.get(path(asked, rest)).status_code == 200
    assert before == (LogEntry.objects.count(), list(PersonalLink.objects.values()), list(Actor.objects.values()))


def test_pages_behind_the_link_leave_no_trace_and_take_forms_without_an_origin(asked):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    response = browser.get(path(asked))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    assert confirm(browser, asked).status_code == 302
    token = links.token_of(asked.link)
    assert not any(token in str(row.additional_data) for row in LogEntry.objects.all())


def test_confirming_sets_the_day(client, asked, freeze):
    freeze("2026-12-01 09:00")
    confirm(client, asked)
    asked.refresh_from_db()
    asked.actor.refresh_from_db()
    assert (asked.state, asked.actor.confirmed_on.isoformat()) == ("confirmed", "2026-12-01")
    trace = LogEntry.objects.filter(content_type__model="actor", object_pk=str(asked.actor_id)).latest("id")
    assert (trace.additional_data["source"], trace.additional_data["who"]) == ("link", "Mara Muster")
    assert "01.12.2026" in client.get(path(asked)).content.decode()


def test_whoever_confirms_an_entry_that_changed_meanwhile_sees_it_first(client, asked):
    fields = {"version": asked.version, "stand": asked.actor.version}
    update_actor(actor=asked.actor, data={"city": "Gößnitz"}, version=None)
    page = client.post(path(asked), fields, follow=True)
    asked.refresh_from_db()
    assert asked.state == "open"
    assert "Gößnitz" in page.content.decode()
    assert client.post(path(asked), {}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "open"


def test_corrections_become_proposals_item_by_item(client, asked):
    field, place = make_field(name="Sprache"), make_municipality("Schmölln")
    offer = Offer.objects.create(actor=asked.actor, title="Kurs")
    answer = correct(
        client, asked, city="Schmölln", municipality=str(place.pk), fields=[str(field.pk)],
        remark="Neue Leitung: שלום 🦄", **{f"offer-{offer.pk}-title": "Sprachkurs für Mütter"},
    )  # fmt: skip
    assert answer.url == path(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.remark) == ("corrected", "Neue Leitung: שלום 🦄")
    assert changes(asked.actor) == {
        "city": ("Altenburg", "Schmölln", "open"),
        "municipality": (None, place.pk, "open"),
        "fields": ([], [field.pk], "open"),
        f"offer-{offer.pk}-title": ("Kurs", "Sprachkurs für Mütter", "open"),
        "remark": ("", "Neue Leitung: שלום 🦄", "open"),
    }
    asked.actor.refresh_from_db()
    assert (asked.actor.city, asked.actor.confirmed_on) == ("Altenburg", None)
    page = client.get(path(asked)).content.decode()
    assert "Sprachkurs für Mütter" in page


def test_handing_in_nothing_says_so(client, asked):
    answer = correct(client, asked)
    asked.refresh_from_db()
    assert (answer.status_code, asked.state, changes(asked.actor)) == (422, "open", {})


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("phone", "ruf an"), ("email", "kein-at"), ("website", "javascript:alert(1)"), ("postal_code", "1234"),
        ("postal_code", "00000"), ("name", ""), ("city", "12"), ("kind", "9" * 30), ("languages", ["9" * 30]),
        ("description", "x" * 5001), ("name", "a\x00b"),
    ],
)  # fmt: skip
def test_bad_input_comes_back_beside_the_field(client, asked, name, typed):
    answer = correct(client, asked, **{name: typed, "short_name": "Behalten"})
    assert answer.status_code == 422
    assert answer.context["form"].errors[name]
    assert answer.context["form"]["short_name"].value() == "Behalten"
    asked.refresh_from_db()
    assert (asked.state, changes(asked.actor)) == ("open", {})


def test_a_form_without_its_signature_or_version_is_refused(client, asked):
    url = path(asked, "korrigieren/")
    data = form_data(client, url, city="Gera")
    for broken in ({"seen": "gefälscht"}, {"seen": ""}, {"version": ""}):
        assert client.post(url, data | broken | {"tun": "senden"}).status_code == 422
    assert changes(asked.actor) == {}


def test_what_is_typed_is_kept_and_goes_on_later(client, asked):
    answer = client.post(
        path(asked, "korrigieren/"),
        form_data(client, path(asked, "korrigieren/"), city="Gera") | {"tun": "senden"},
        headers={"HX-Request": "true"},
    )
    asked.refresh_from_db()
    assert (asked.state, changes(asked.actor)) == ("open", {})
    assert f'value="{asked.version}"' in answer.content.decode()
    assert client.get(path(asked, "korrigieren/")).context["form"]["city"].value() == "Gera"
    assert "korrigieren/" in client.get(path(asked)).content.decode()
    assert correct(client, asked, tun="merken", city="Jena").status_code == 302
    correct(client, asked)
    assert changes(asked.actor)["city"] == ("Altenburg", "Jena", "open")


def test_only_what_was_touched_is_proposed_although_the_office_changed_the_rest(client, asked):
    url = path(asked, "korrigieren/")
    data = form_data(client, url, phone="03447 586-0")
    update_actor(actor=asked.actor, data={"city": "Gößnitz"}, version=None)
    client.post(url, data | {"tun": "senden"})
    assert list(changes(asked.actor)) == ["phone"]


def test_two_people_answering_at_once_see_each_others_text(client, asked):
    url = path(asked, "korrigieren/")
    mara, kim = form_data(client, url, city="Gera"), form_data(client, url, city="Jena", phone="03447 586-0")
    client.post(url, mara | {"tun": "senden"})
    page = client.post(url, kim | {"tun": "senden"})
    assert page.status_code == 409
    assert [(row.theirs, row.mine) for row in page.context["form"].conflict.fields] == [("Gera", "Jena")]
    assert changes(asked.actor) == {"city": ("Altenburg", "Gera", "open")}
    again = kim | {"tun": "senden", "version": page.context["form"]["version"].value(), "keep_theirs": ["city"]}
    assert client.post(url, again).status_code == 302
    assert {key: row[1] for key, row in changes(asked.actor).items() if row[2] == "open"} == {
        "city": "Gera",
        "phone": "03447 586-0",
    }


def test_a_second_answer_replaces_the_first(client, asked):
    correct(client, asked, city="Gera", short_name="MV")
    correct(client, asked, city="Jena", short_name="")
    waiting = ProposedChange.objects.waiting().filter(actor=asked.actor)
    assert {row.field: row.after for row in waiting} == {"city": "Jena"}
    confirm(client, asked)
    asked.refresh_from_db()
    assert (asked.state, waiting.all().count()) == ("confirmed", 0)


def test_the_wish_to_be_removed_reaches_the_office_and_can_be_taken_back(client, asked):
    version = {"version": asked.version}
    client.post(path(asked, "entfernen/"), {"remark": "Verein aufgelöst"} | version)
    asked.refresh_from_db()
    assert (asked.state, asked.remark, asked.actor.archived_at) == ("removal", "Verein aufgelöst", None)
    confirm(client, asked)
    asked.refresh_from_db()
    assert asked.state == "confirmed"


def test_removal_after_a_colleague_answered_asks_again(client, asked):
    correct(client, asked, city="Gera")
    page = client.post(path(asked, "entfernen/"), {"remark": "", "version": "1"})
    asked.refresh_from_db()
    assert (page.status_code, asked.state) == (422, "corrected")


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda asked, freeze: freeze("2027-03-01 12:00"), 410),
        (lambda asked, freeze: confirmation.withdraw(request=asked), 410),
        (lambda asked, freeze: confirmation.new_link(request=asked, email="neu@example.org"), 410),
    ],
)
def test_links_that_are_over_show_a_friendly_page_and_take_no_answer(client, asked, freeze, spoil, status):
    address = path(asked)
    spoil(asked, freeze)
    for rest in ("", "korrigieren/", "entfernen/"):
        assert client.get(address + rest).status_code == status
        assert client.post(address + rest, {"version": 1, "city": "Gera", "tun": "senden"}).status_code == status
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_cut_and_foreign_links_open_nothing(client, asked):
    assert client.get(path(asked)[:-4] + "/").status_code == 404
    other = ask(make_actor("Andere", email="andere@example.org"), make_confirmation_round())
    forged = links.token_of(asked.link).split(".")[0] + "." + links.token_of(other.link).split(".")[1]
    assert client.get(f"/l/{forged}/").status_code == 404
    assert client.get(path(asked, "andere/")).status_code == 404
    assert client.put(path(asked)).status_code == 404


def test_an_archived_organisation_is_not_asked_any_more(client, asked):
    asked.actor.archived_at = "2026-11-23T12:00Z"
    asked.actor.save()
    assert client.get(path(asked)).status_code == 410


def test_the_request_names_the_organisation_and_the_link(asked):
    mail = Mail.objects.get(about=confirmation.mail_key(asked)).email
    assert mail.to == ["mara@example.org"]
    assert "Musterverein" in mail.subject and path(asked) in mail.message and "11.12.2026" in mail.message
