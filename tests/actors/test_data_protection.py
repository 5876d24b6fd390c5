"""Access, erasure, what is due, and the record of processing, as the office walks through them."""

import datetime
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email
from pypdf import PdfReader

from actors.models import AdvisoryEntry, ContactWay, Person, PersonRole
from actors.protection.subjects import subject_of_person
from integration_portal.core import attachments, links, personal
from integration_portal.core.mail import queue_mail
from integration_portal.core.models import PersonalRequest, SiteSettings
from integration_portal.core.personal import Subject, requests
from integration_portal.core.personal.pieces import without
from tests.builders import make_actor, make_measure, make_person, make_registration, make_user

from .erasing import word_file

INDEX, DUE = "/intern/datenschutz/", "/intern/datenschutz/faellig/"
PERSONS = f"{DUE}?art=actors.persons.1"


@pytest.fixture
def user():
    return make_user("office", name="Ada Amt")


@pytest.fixture
def office(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """Runs what is left for after the commit, background jobs included."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask(office, on_commit, person, kind="access", note="Brief vom 3. Mai, Ausweis gesehen"):
    """Enter a request at a person's page and return it as the job left it."""
    with on_commit():
        response = office.post(f"/intern/personen/{person.pk}/datenschutz/", {"kind": kind, "note": note})
    assert response.status_code == 302, response.context["form"].errors
    return PersonalRequest.objects.latest("pk")


def page_of(office, request):
    return office.get(request.get_absolute_url()).content.decode()


@pytest.mark.django_db
class TestAccess:
    def test_it_holds_what_the_portal_stores_under_its_headings(self, office, on_commit):
        person = make_person("Müller", first_name="Änne", email="aenne@example.org", internal_note="Mag Kaffee")
        PersonRole.objects.create(person=person, actor=make_actor("Musterverein"), function="Leitung")
        ContactWay.objects.create(person=person, kind="mobile", value="+49 151 23456789")
        make_registration(name="Änne Müller", email="aenne@example.org", needs="Rampe")
        queue_mail(kind="core.digest", to="aenne@example.org", values={"name": "", "lines": "", "link": "", "count": 1})
        request = ask(office, on_commit, person)
        text = page_of(office, request)
        for words in ("Mag Kaffee", "Musterverein", "+49 151 23456789", "Rampe", "Gesendete Mails", "Verlauf"):
            assert (words, words in text) == (words, True)
        data = json.loads(office.get(f"{request.get_absolute_url()}datei.json").content)
        assert [part["key"] for part in data["parts"]] == [
            "measures.registrations", "actors.persons", "core.mails", "core.audit",
        ]  # fmt: skip
        pdf = office.get(f"{request.get_absolute_url()}datei.pdf")
        assert pdf["Content-Type"] == "application/pdf"
        content = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages).split())
        assert ("Mag Kaffee" in content, "Rampe" in content, "Art. 77" in content) == (True, True, True)

    def test_where_the_name_stands_in_other_texts_is_listed_with_the_page(self, office, on_commit):
        person = make_person("Müller", first_name="Änne")
        measure = make_measure(title="Sprachcafé", description="Es leitet ÄNNE MÜLLER.".title())
        attachments.attach(owner=measure, upload=word_file("Protokoll: Änne Müller berichtet"))
        make_measure(title="Anderes", description="Herr Müllermann")
        text = page_of(office, ask(office, on_commit, person))
        assert (f"Maßnahme Nr. {measure.pk}" in text, measure.get_absolute_url() in text) == (True, True)
        assert ("in der Datei" in text, text.count("Maßnahme Nr.")) == (True, 1)

    def test_notes_that_are_confidential_to_others_are_neither_given_out_nor_counted(self, office, on_commit, user):
        person = make_person("Geheim", first_name="Gerda")
        for author, subject in ((make_user("office"), "Krankheit"), (user, "Umzug")):
            note = AdvisoryEntry.objects.create(
                happened_on=datetime.date(2026, 1, 1), subject=subject, author=author, is_confidential=True
            )
            note.persons.add(person)
        text = page_of(office, ask(office, on_commit, person))
        assert ("Umzug" in text, "Krankheit" in text) == (True, False)

    def test_the_own_entry_and_what_was_read_already_is_not_named_elsewhere(self, office, on_commit):
        person = make_person(
            "Müller", first_name="Änne", email="aenne@example.org", internal_note="Änne Müller mag Kaffee"
        )
        same_name = make_registration(name="Änne Müller")  # perhaps somebody else
        make_registration(name="Ä. M.", email="aenne@example.org", needs="Änne Müller sitzt vorn")
        closed = AdvisoryEntry.objects.create(
            happened_on=datetime.date(2026, 1, 1),
            subject="Änne Müller",
            author=make_user("office"),
            is_confidential=True,
        )
        other = make_person("Andere", internal_note="Schwester von Änne Müller")
        request = ask(office, on_commit, person)
        listed = [row["label"] for row in request.result]
        assert listed == [f"Anmeldung Nr. {same_name.pk}", f"Person Nr. {other.pk}"]
        assert f"Kontaktnotiz Nr. {closed.pk}" not in page_of(office, request)

    def test_somebody_without_an_entry_is_looked_for_by_words(self, office, on_commit):
        make_registration(name="Nour Al-Amin", email="nour@example.org")
        make_registration(name="Nour Al-Amin", email="anders@example.org")
        make_registration(name="Anders", email="xnour@example.org")
        with on_commit():
            office.post(f"{INDEX}neu/", {
                "kind": "access", "name": "", "emails": "NOUR@example.org", "note": "Mail von dieser Adresse",
            })  # fmt: skip
        request = PersonalRequest.objects.get()
        data = json.loads(office.get(f"{request.get_absolute_url()}datei.json").content)
        assert [(part["key"], len(part["entries"])) for part in data["parts"]] == [("measures.registrations", 1)]

    @pytest.mark.parametrize(
        "changes",
        [
            {"note": " "},
            {"name": "", "emails": ""},
            {"name": "Li", "emails": ""},
            {"emails": "keine"},
            {"kind": "nichts"},
        ],
    )
    def test_a_form_that_cannot_be_is_shown_again_with_the_words(self, office, changes):
        data = {"kind": "access", "name": "Mara Muster", "emails": "", "note": "Brief"} | changes
        response = office.post(f"{INDEX}neu/", data)
        assert (response.status_code, PersonalRequest.objects.count()) == (422, 0)
        assert 'aria-invalid="true"' in response.content.decode()

    def test_closing_forgets_who_it_was_about(self, office, on_commit):
        person = make_person("Muster")
        make_measure(description=f"Mit {person.name}.")
        request = ask(office, on_commit, person)
        for _twice in range(2):
            office.post(f"{request.get_absolute_url()}abschliessen/")
        request.refresh_from_db()
        assert (request.state, request.subject, request.result) == ("done", {}, [])
        assert office.get(f"{request.get_absolute_url()}datei.json").status_code == 404
        assert "Muster" not in page_of(office, request)

    def test_half_a_year_later_open_requests_are_closed_by_themselves(self, office, on_commit, freeze):
        request = ask(office, on_commit, make_person())
        assert requests.forget_open(timezone.now() + datetime.timedelta(days=179)) == ""
        assert requests.forget_open(timezone.now() + datetime.timedelta(days=181)) == "1 alte Anfragen abgeschlossen"
        request.refresh_from_db()
        assert (request.state, request.subject, request.done_by) == ("done", {}, None)


@pytest.mark.django_db
class TestErasure:
    def test_nothing_happens_before_the_list_was_read(self, office, on_commit):
        person = make_person("Weg")
        request = ask(office, on_commit, person, "erasure")
        assert "Eintrag der Person" in page_of(office, request)
        office.post(f"{request.get_absolute_url()}loeschen/")
        request.refresh_from_db()
        assert (Person.objects.count(), request.state) == (1, "ready")

    def test_a_person_that_nothing_counts_is_deleted(self, office, on_commit):
        person = make_person("Weg")
        PersonRole.objects.create(person=person, actor=make_actor())
        request = ask(office, on_commit, person, "erasure")
        with on_commit():
            office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        request.refresh_from_db()
        assert (Person.objects.count(), PersonRole.objects.count(), request.state) == (0, 0, "done")
        assert "Gelöscht" in page_of(office, request)
        assert office.get(f"{request.get_absolute_url()}datei.pdf")["Content-Type"] == "application/pdf"

    def test_a_person_that_notes_count_stays_without_a_name(self, office, on_commit, user):
        person = make_person("Weg", first_name="Wanda", email="wanda@example.org", is_published=True)
        note = AdvisoryEntry.objects.create(
            happened_on=datetime.date(2026, 1, 1), subject="Gespräch mit Wanda Weg", author=user, duration_minutes=30
        )
        note.persons.add(person)
        request = ask(office, on_commit, person, "erasure")
        with on_commit():
            office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        person.refresh_from_db()
        note.refresh_from_db()
        assert (person.name, person.email, person.last_name, person.is_published) == ("Gelöschte Person", "", "", False)
        assert (note.subject, note.duration_minutes, note.persons.count()) == ("Gespräch mit [gelöscht]", 30, 1)
        assert office.get(person.get_absolute_url()).status_code == 200
        assert office.get(f"/intern/personen/{person.pk}/datenschutz/").status_code == 404

    def test_an_account_has_to_be_anonymised_first(self, office, on_commit):
        person = make_person("Konto", user=make_user("contributor"))
        request = ask(office, on_commit, person, "erasure")
        assert "Die Person hat ein Konto." in page_of(office, request)
        office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        request.refresh_from_db()
        assert (request.state, Person.objects.count()) == ("ready", 1)

    def test_namesakes_and_longer_names_are_left_alone_and_listed(self, office, on_commit):
        person = make_person("Wolf", first_name="Anna", email="anna@example.org")
        namesake = make_registration(name="Anna Wolf", email="andere@example.org")
        longer = make_registration(name="Anna Wolfram", email="susanna@example.org")
        own = make_registration(name="A. W.", email="ANNA@example.org")
        queue_mail(
            kind="core.digest", to="susanna@example.org", values={"name": "", "lines": "", "link": "", "count": 1}
        )
        link = links.issue(purpose="actors.confirmation", subject="x", holder="Anna Wolfram", expires_at=timezone.now())
        request = ask(office, on_commit, person, "erasure")
        with on_commit():
            office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        for row in (namesake, longer, own, link):
            row.refresh_from_db()
        assert (namesake.name, longer.name, own.email, link.holder) == ("Anna Wolf", "Anna Wolfram", "", "Anna Wolfram")
        assert [mail.to for mail in Email.objects.all()] == [["susanna@example.org"]]
        request.refresh_from_db()
        kept = [row["label"] for row in request.result if row["fate"] == "kept"]
        assert kept == [f"Anmeldung Nr. {namesake.pk}"]

    def test_a_family_name_alone_is_looked_for_in_no_text_of_others(self, office, on_commit, user):
        person = make_person("Wolf", first_name="")
        note = AdvisoryEntry.objects.create(
            happened_on=datetime.date(2026, 1, 1), subject="Wolf und Luchs", author=user
        )
        request = ask(office, on_commit, person, "erasure")
        with on_commit():
            office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        note.refresh_from_db()
        assert (note.subject, Person.objects.count()) == ("Wolf und Luchs", 0)

    def test_who_erases_twice_is_told(self, user, on_commit):
        with on_commit():
            request = requests.open_request(
                kind="erasure", subject=subject_of_person(make_person("Weg")), note="Brief", by=user
            )
        request.refresh_from_db()
        with on_commit():
            requests.start_erasing(request=request, by=user)
        with pytest.raises(ValidationError):
            requests.start_erasing(request=request, by=user)
        with pytest.raises(ValidationError):
            requests.look_up_again(request=request, by=user)

    def test_a_source_that_fails_leaves_everything_as_it_was(self, office, on_commit, monkeypatch):
        person = make_person("Bleibt")
        request = ask(office, on_commit, person, "erasure")

        def fails(subject, erasing):
            raise ValidationError("geht nicht")

        monkeypatch.setitem(
            personal._sources,
            "zzz",
            personal.PersonalSource("zzz", "", 99, "", "", "", "", "", "", lambda *_: [], fails),
        )
        with on_commit():
            office.post(f"{request.get_absolute_url()}loeschen/", {"sicher": "ja"})
        assert ("geht nicht" in page_of(office, request), Person.objects.get().last_name) == (True, "Bleibt")
        monkeypatch.undo()
        with on_commit():
            office.post(f"{request.get_absolute_url()}nochmal/")
        request.refresh_from_db()
        assert request.state == "ready"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Frau Müller-Lüdenscheidt kam.", ["Müller-Lüdenscheidt"], "Frau [gelöscht] kam."),
        ("ANNE MUSTER und Anne Mustermann", ["Anne Muster"], "[gelöscht] und Anne Mustermann"),
        ("Mail an نور مثال!", ["نور مثال"], "Mail an [gelöscht]!"),
        ("a+b@example.org.", ["a+b@example.org"], "[gelöscht]."),
        ("aa@example.org und a@example.org.uk", ["a@example.org"], "aa@example.org und a@example.org.uk"),
        ("Anna Wolf-Muster", ["Anna Wolf"], "Anna Wolf-Muster"),
        ("(Anna Wolf)", ["Anna Wolf"], "([gelöscht])"),
        ("", ["Anne"], ""),
        ("Anne", [], "Anne"),
    ],
)
def test_words_are_taken_out_whole(text, words, expected):
    assert without(text, words) == expected


def test_short_words_and_short_lines_are_not_looked_for():
    subject = Subject(names=("Li", "Li Wu"), lines=("Tel. abends", "Bitte nur am Abend anrufen"))
    assert subject.words == ["Bitte nur am Abend anrufen", "Li Wu"]


@pytest.mark.django_db
class TestDue:
    def test_persons_whose_day_has_come_stand_there_and_on_the_today_page(self, office, freeze):
        today = timezone.localdate()
        for name, day in (("Heute", today), ("Morgen", today + datetime.timedelta(days=1))):
            make_person(name, first_name="", review_on=day, legal_basis="public_task")
        text = office.get(PERSONS).content.decode()
        assert ("Heute</bdi>" in text, "Morgen</bdi>" in text) == (True, False)
        home = office.get("/intern/").content.decode()
        assert "Personen zu prüfen" in home

    def test_without_a_day_it_is_the_months_of_the_settings_without_a_role(self, office):
        months = SiteSettings.load().review_persons_after_months
        long_ago = timezone.now() - datetime.timedelta(days=30 * months + 1)
        idle, busy, fresh = make_person("Ruhig"), make_person("Tätig"), make_person("Neu")
        PersonRole.objects.create(person=busy, actor=make_actor())
        PersonRole.objects.create(person=idle, actor=make_actor(), until=datetime.date(2020, 1, 1))
        Person.objects.filter(pk__in=(idle.pk, busy.pk)).update(updated_at=long_ago)
        names = [title for title, _why, _url in office.get(PERSONS).context["page_obj"].object_list]
        assert (names, fresh.name in names) == ([idle.name], False)

    def test_old_notes_are_listed_for_those_who_may_see_them(self, office, user):
        old = datetime.date.today() - datetime.timedelta(days=30 * SiteSettings.load().notes_kept_months + 40)
        for author, subject in ((user, "Meine"), (make_user("office"), "Fremde")):
            AdvisoryEntry.objects.create(happened_on=old, subject=subject, author=author, is_confidential=True)
        page = office.get(f"{DUE}?art=actors.advisory.1").context["page_obj"]
        assert [title for title, _why, _url in page.object_list] == ["Meine"]

    def test_a_kind_that_is_none_shows_the_first(self, office):
        assert office.get(f"{DUE}?art=quatsch&seite=999999999999999999999").status_code == 200

    def test_queries_do_not_grow_with_the_rows(self, office):
        def count(url):
            with CaptureQueriesContext(connection) as queries:
                office.get(url)
            return len(queries)

        def fill(number):
            for _index in range(number):
                make_person(review_on=datetime.date(2020, 1, 1))
                PersonalRequest.objects.create(kind="access", state="ready", note="Brief")

        fill(2)
        office.get(DUE)
        few = [count(url) for url in (DUE, INDEX)]
        fill(30)
        assert [count(url) for url in (DUE, INDEX)] == few


@pytest.mark.django_db
class TestRecord:
    def test_every_source_says_what_it_is_for_and_how_long_it_is_kept(self):
        for source in personal.sources():
            texts = (source.purpose, source.people, source.data, source.basis, source.recipients, source.kept)
            assert (source.key, all(str(text).strip() for text in texts)) == (source.key, True)

    def test_readers_see_it_on_a_page_and_as_a_file(self, client):
        client.force_login(make_user("reader"))
        text = client.get(reverse("core:personal_record")).content.decode()
        assert [str(source.label) in text for source in personal.sources()] == [True] * len(personal.sources())
        pdf = client.get(reverse("core:personal_record_file"))
        assert pdf.content[:5] == b"%PDF-"

    def test_a_deadline_that_passed_is_marked(self, office):
        row = PersonalRequest.objects.create(kind="access", state="ready", note="Brief")
        PersonalRequest.objects.filter(pk=row.pk).update(created_at=timezone.now() - datetime.timedelta(days=33))
        assert "p-tone--danger" in office.get(INDEX).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entered", "last"), [("2026-01-31", "2026-02-28"), ("2027-12-15", "2028-01-15"), ("2028-01-30", "2028-02-29")]
)
def test_the_answer_is_due_a_month_after_the_request(entered, last):
    row = PersonalRequest(created_at=timezone.make_aware(datetime.datetime.fromisoformat(f"{entered}T23:30")))
    assert requests.answer_by(row).isoformat() == last
