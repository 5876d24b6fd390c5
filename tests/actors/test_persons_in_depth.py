"""Contact ways, periods, deputies, legal basis and publication item by item, as the office enters them."""

import datetime

import pytest
from django.urls import reverse

from actors import services
from actors.models import ContactWay, Person, PersonRole
from integration_portal.core.models import FormDraft, Language
from measures.services.rounds import recipients_of
from tests.builders import make_actor, make_measure, make_person, make_user

from .test_persons import NEW, form_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def office(client, freeze):
    freeze("2026-11-23 09:00")
    client.force_login(make_user("office", name="Mara Muster"))
    return client


def edit(person):
    return f"/intern/personen/{person.pk}/bearbeiten/"


def errors_of(response):
    form = response.context["form"]
    found = dict(form.errors)
    for rows in (form.ways, form.roles):
        for row in rows:
            found |= row.errors
    return {name: [str(text) for text in texts] for name, texts in found.items()}


def test_everything_about_a_person_is_saved_and_shown(office):
    language = Language.objects.create(name="Arabisch", slug="arabisch")
    actor, colleague = make_actor("Musterverein"), make_person("Vertretung", first_name="Vera")
    PersonRole.objects.create(person=colleague, actor=actor)
    data = form_of(
        email="aenne@example.org", phone="03447 / 586-0", preferred_language=language.pk, preferred_way="phone",
        legal_basis="consent", consent_on="2026-01-02", consent_text="Ich bin einverstanden.", data_source="Visitenkarte",
        informed_on="2026-01-03", review_on="2028-01-01", no_mailings_on="2026-02-01", is_published="on",
        permission_on="2026-01-02", publish_phone="on", internal_note="Nur vormittags",
        ways=[
            {"kind": "mobile", "value": "0151 23456789", "label": "dienstlich", "is_published": "on"},
            {"kind": "email", "value": "zweite@example.org"},
            {"kind": "web", "value": "https://example.org/aenne"},
        ],
        roles=[{"actor": actor.pk, "function": "Leitung", "since": "2024-01-01", "deputy": colleague.pk}],
    )  # fmt: skip
    response = office.post(NEW, data)
    assert response.status_code == 302, errors_of(response)
    person = Person.objects.get(last_name="Beispielmann")
    assert (person.phone, person.legal_basis, person.review_on) == (
        "+49 3447 5860",
        "consent",
        datetime.date(2028, 1, 1),
    )
    assert list(person.contact_ways.order_by("pk").values_list("kind", "value", "is_published")) == [
        ("mobile", "+49 1512 3456789", True), ("email", "zweite@example.org", False),
        ("web", "https://example.org/aenne", False),
    ]  # fmt: skip
    assert person.roles.get().deputy == colleague
    text = office.get(person.get_absolute_url()).content.decode()
    for words in (
        "Arabisch",
        "Visitenkarte",
        "Ich bin einverstanden.",
        "zweite@example.org",
        "Vera Vertretung",
        "01.01.2028",
    ):
        assert (words, words in text) == (words, True)
    assert "Änne Beispielmann" in office.get(colleague.get_absolute_url()).content.decode()  # stands in for her


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "keine Nummer"}, "phone"),
        ({"ways": [{"kind": "phone", "value": "12"}]}, "value"),
        ({"ways": [{"kind": "email", "value": "keine"}]}, "value"),
        ({"ways": [{"kind": "web", "value": "javascript:alert(1)"}]}, "value"),
        ({"ways": [{"kind": "mobile", "value": "", "label": "abends"}]}, "value"),
        ({"ways": [{"kind": "quatsch", "value": "0151 23456789"}]}, "kind"),
        ({"ways": [{"kind": "email", "value": "a@example.org", "is_published": "on"}]}, "is_published"),
        (
            {"ways": [{"kind": "mobile", "value": "0151 23456789"}, {"kind": "mobile", "value": "+49 151 23456789"}]},
            "value",
        ),
        ({"legal_basis": "consent"}, "consent_on"),
        ({"is_published": "on"}, "permission_on"),
        ({"publish_phone": "on"}, "publish_phone"),
        ({"review_on": "2026-02-30"}, "review_on"),
        ({"preferred_language": "99999999999999999999999"}, "preferred_language"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_saved(office, changes, field):
    response = office.post(NEW, form_of(**changes))
    assert (response.status_code, list(errors_of(response)), Person.objects.count()) == (422, [field], 0)


def test_a_deputy_is_somebody_else(office):
    person, actor = make_person("Selbst"), make_actor()
    role = PersonRole.objects.create(person=person, actor=actor)
    row = {"id": role.pk, "actor": actor.pk, "deputy": person.pk}
    response = office.post(edit(person), form_of(person, roles=[row], initial=1))
    assert (response.status_code, list(errors_of(response))) == (422, ["deputy"])


def test_deputies_are_offered_from_the_same_organisations_only(office):
    actor, person = make_actor(), make_person("Muster")
    PersonRole.objects.create(person=person, actor=actor)
    PersonRole.objects.create(person=make_person("Nah", first_name="Nina"), actor=actor)
    PersonRole.objects.create(person=make_person("Fern", first_name="Frida"), actor=make_actor())
    text = office.get(edit(person)).content.decode()
    assert ("Nina Nah" in text, "Frida Fern" in text) == (True, False)


def test_two_editors_see_differing_ways_and_roles_and_may_keep_the_others(office):
    person, actor = make_person("Beispielmann"), make_actor("Musterverein")
    opened = form_of(person, ways=[{"kind": "email", "value": "meine@example.org"}], roles=[{"actor": actor.pk}])
    services.update_person(
        person=person, data={}, version=person.version, ways=[{"kind": "email", "value": "ihre@example.org"}]
    )
    response = office.post(edit(person), opened)
    assert response.status_code == 409
    text = response.content.decode()
    assert ("ihre@example.org" in text, "meine@example.org" in text, "Musterverein" in text) == (True, True, True)
    person.refresh_from_db()
    again = opened | {"version": person.version, "keep_theirs": ["ways"]}
    assert office.post(edit(person), again).status_code == 302
    assert list(person.contact_ways.values_list("value", flat=True)) == ["ihre@example.org"]
    assert person.roles.get().actor == actor


def test_ways_change_and_go(office):
    person = make_person("Beispielmann")
    first = ContactWay.objects.create(person=person, kind="email", value="alt@example.org")
    second = ContactWay.objects.create(person=person, kind="other", value="Messenger mara")
    ways = [
        {"id": first.pk, "kind": "email", "value": "neu@example.org"},
        {"id": second.pk, "kind": "other", "value": "Messenger mara", "DELETE": "on"},
    ]
    assert office.post(edit(person), form_of(person, ways=ways, ways_initial=2)).status_code == 302
    assert list(person.contact_ways.values_list("pk", "value")) == [(first.pk, "neu@example.org")]


def test_a_way_of_somebody_else_is_never_changed(office):
    person, other = make_person("Beispielmann"), make_person("Andere")
    theirs = ContactWay.objects.create(person=other, kind="email", value="bleibt@example.org")
    ways = [{"id": theirs.pk, "kind": "email", "value": "geklaut@example.org"}]
    office.post(edit(person), form_of(person, ways=ways, ways_initial=1))
    theirs.refresh_from_db()
    assert (theirs.value, theirs.person) == ("bleibt@example.org", other)


def test_a_draft_brings_rows_back(office):
    data = form_of(last_name="Entwurf", ways=[{"kind": "email", "value": "entwurf@example.org"}])
    office.post("/intern/entwurf/", data | {"draft_key": "actors.person:new", "draft_label": "Neu", "draft_url": NEW})
    assert FormDraft.objects.count() == 1
    assert "entwurf@example.org" in office.get(f"{NEW}?entwurf=1").content.decode()


class TestPeriods:
    @pytest.mark.parametrize(
        ("since", "until", "expected"),
        [
            (None, None, "now"), (None, TODAY, "now"), (TODAY, None, "now"),
            (None, TODAY - datetime.timedelta(days=1), "former"), (TODAY + datetime.timedelta(days=1), None, "later"),
        ],
    )  # fmt: skip
    def test_first_and_last_day_belong_to_a_role(self, office, since, until, expected):
        person = make_person()
        PersonRole.objects.create(person=person, actor=make_actor(), since=since, until=until)
        parted = office.get(person.get_absolute_url()).context["roles"]
        assert [key for key, _heading, rows in parted if rows] == [expected]
        assert PersonRole.objects.on(TODAY).exists() == (expected == "now")

    def test_a_role_ends_today_by_a_button_and_only_once(self, office):
        person = make_person()
        role = PersonRole.objects.create(person=person, actor=make_actor())
        url = reverse("actors:role_end", args=[person.pk, role.pk])
        for _twice in range(2):
            assert office.post(url).status_code == 302
        role.refresh_from_db()
        assert role.until == TODAY

    def test_a_role_of_somebody_else_is_not_found_there(self, office):
        role = PersonRole.objects.create(person=make_person(), actor=make_actor())
        assert office.post(reverse("actors:role_end", args=[make_person().pk, role.pk])).status_code == 404

    def test_a_role_that_begins_later_does_not_end_today(self, office):
        person = make_person()
        role = PersonRole.objects.create(person=person, actor=make_actor(), since=TODAY + datetime.timedelta(days=2))
        office.post(reverse("actors:role_end", args=[person.pk, role.pk]))
        role.refresh_from_db()
        assert role.until is None

    def test_who_has_left_is_shown_as_former_and_asked_nothing(self, office):
        actor = make_actor("Musterverein", email="")
        person = make_person("Weg", email="weg@example.org", first_name="Wanda")
        PersonRole.objects.create(person=person, actor=actor, is_main_contact=True, until=datetime.date(2026, 1, 1))
        text = office.get(actor.get_absolute_url()).content.decode()
        assert ("Ehemalige Personen (1)" in text, "weg@example.org" in text) == (True, False)
        assert "Wanda Weg" not in office.get("/intern/akteure/").content.decode()
        make_measure(lead=actor)
        measures = (
            actor.led_measures.all()
            if hasattr(actor, "led_measures")
            else type(make_measure()).objects.filter(lead=actor)
        )
        assert recipients_of(measures, TODAY)[0] == []


class TestLists:
    def test_filters_of_data_protection(self, office):
        make_person("Ohne", first_name="")
        make_person("Grund", first_name="", legal_basis="public_task", review_on=TODAY)
        make_person("Nein", first_name="", legal_basis="public_task", no_mailings_on=TODAY)

        def names(query):
            return [person.name for person in office.get(f"/intern/personen/?{query}").context["page_obj"]]

        assert names("grundlage=ohne") == ["Ohne"]
        assert names("pruefen=ja") == ["Grund"]
        assert names("verteiler=widerspruch") == ["Nein"]
        assert names("verteiler=ja") == ["Grund", "Ohne"]
        assert office.get("/intern/personen/?grundlage=x&sprache=%00&verteiler=zz").status_code == 200

    def test_the_export_holds_ways_to_reach_and_no_notes(self, office):
        person = make_person("=Formel", first_name="Änne", email="a@example.org", internal_note="geheim")
        PersonRole.objects.create(person=person, actor=make_actor("Musterverein"), function="Leitung")
        text = office.get("/intern/personen.csv").getvalue().decode("utf-8-sig")
        assert ("Musterverein, Leitung" in text, "geheim" in text, ",=Formel" in text) == (True, False, False)
        assert office.get("/intern/personen.xlsx").status_code == 200

    def test_an_address_card_holds_the_ways(self, office):
        person = make_person("مثال", first_name="نور", email="a@example.org")
        ContactWay.objects.create(person=person, kind="mobile", value="+49 1512 3456789")
        text = office.get(f"/intern/personen/{person.pk}/karte.vcf").content.decode()
        assert ("نور" in text, "+49 1512 3456789" in text, "a@example.org" in text) == (True, True, True)
