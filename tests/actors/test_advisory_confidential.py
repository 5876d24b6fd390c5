"""A confidential contact note is seen by its author and the named colleagues, and by nobody else in any place."""

import datetime
import io
import re

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.contrib import admin as django_admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from actors.models import Actor, AdvisoryEntry
from actors.services import advisory as services
from integration_portal.core import calendar, digest, drafts, reporting, today
from integration_portal.core.reporting import Scope
from integration_portal.core.search import search
from integration_portal.core.today import TodayQuery
from tests.builders import make_actor, make_person, make_user
from tests.builders_advisory import make_advice, make_topic

pytestmark = pytest.mark.django_db

SECRET = "Geheimsache"
#: Every text of the note. Pages repeat what was searched for, the one word, so what is looked for is all of a text.
TEXTS = tuple(f"{SECRET} {word}" for word in ("Betreff", "Text", "Ergebnis", "Frist"))
TODAY = datetime.date(2026, 11, 23)
OTHERS = ("office", "reader", "admin", "contributor", "council", "emergency")


@pytest.fixture
def case(freeze):
    """A confidential note with its secret in every text, an actor and a person it is about, and who may see it."""
    freeze()

    class Case:
        author = make_user("office", name="Autorin Muster")
        named = make_user("reader", name="Kollege Muster")
        actor = make_actor("Verein Beispiel")
        person = make_person("Beispielmann")
        topic = make_topic("Wohnen")

    Case.note = make_advice(
        TEXTS[0], text=TEXTS[1], result=TEXTS[2], follow_up_text=TEXTS[3],
        follow_up_on=TODAY, is_confidential=True, author=Case.author, colleagues=[Case.named], actors=[Case.actor],
        persons=[Case.person], topic=Case.topic, duration_minutes=60,
    )  # fmt: skip
    make_advice("Offene Notiz", actors=[Case.actor], persons=[Case.person], happened_on=datetime.date(2026, 1, 2))
    return Case


def other(role):
    """Somebody who is not named; with the role for emergencies one of the office."""
    user = make_user("office" if role == "emergency" else role)
    if role == "emergency":
        user.groups.add(Group.objects.get_or_create(name="emergency")[0])
    return type(user).objects.get(pk=user.pk)


def body_of(client, path):
    """What a page says: as sent, and once more without its tags, since a search marks the words it found."""
    body = client.get(path, follow=True).getvalue().decode()
    return body + re.sub(r"<[^>]+>", "", body)


def pages_of(case):
    """Every office page on which the note could show."""
    return [
        "/intern/beratung/",
        f"/intern/beratung/?q={SECRET}",
        f"/intern/beratung/?akteur={case.actor.pk}&person={case.person.pk}",
        "/intern/beratung/?offen=ja",
        "/intern/beratung.csv",
        case.actor.get_absolute_url(),
        case.person.get_absolute_url(),
        f"/suche/?q={SECRET}",
        "/intern/",
        "/intern/?wer=alle",
        "/intern/kalender/",
        "/intern/beratung/zahlen/",
        "/intern/akteure/",
    ]


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_shows_it_to_others(client, case, role):
    client.force_login(other(role))
    for path in pages_of(case):
        body = body_of(client, path)
        assert [text for text in TEXTS if text in body] == [], path
        assert f"/intern/beratung/{case.note.pk}/" not in body, path


@pytest.mark.parametrize("role", ["office", "reader", "admin"])
@pytest.mark.parametrize("name", ["advice", "advice_edit", "advice_postpone"])
def test_its_own_pages_are_not_there_for_others(client, case, role, name):
    client.force_login(make_user(role))
    status = client.get(reverse(f"actors:{name}", args=[case.note.pk])).status_code
    assert status == (403 if role == "reader" and name != "advice" else 404)


def test_others_can_neither_change_nor_tick_it(client, case):
    client.force_login(make_user("office"))
    assert client.post(reverse("actors:advice_edit", args=[case.note.pk]), {"subject": "x"}).status_code == 404
    assert client.post(reverse("actors:advice_done", args=[case.note.pk])).status_code == 404
    case.note.refresh_from_db()
    assert (case.note.version, case.note.followed_up_on) == (1, None)


@pytest.mark.parametrize("who", ["author", "named"])
def test_author_and_named_colleagues_see_it_where_notes_are_shown(client, case, who):
    client.force_login(getattr(case, who))
    for path in ("/intern/beratung/", "/intern/beratung.csv", case.actor.get_absolute_url(), f"/suche/?q={SECRET}"):
        assert TEXTS[0] in body_of(client, path), path
    page = client.get(case.note.get_absolute_url()).content.decode()
    assert [text in page for text in TEXTS] == [True] * 4


def test_the_workbook_holds_only_what_the_list_shows(client, case):
    def subjects(user):
        client.force_login(user)
        book = openpyxl.load_workbook(io.BytesIO(client.get("/intern/beratung.xlsx").getvalue()))
        return [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]

    assert any(SECRET in str(cell) for cell in subjects(case.author))
    assert not any(SECRET in str(cell) for cell in subjects(make_user("admin")))


@pytest.mark.parametrize("role", OTHERS)
def test_search_neither_finds_nor_counts_it(case, role):
    assert search(other(role), SECRET).total == 0
    assert search(case.author, SECRET).total == 1


def test_the_result_of_a_search_names_the_subject_only_beside_the_title(case):
    result = search(case.named, SECRET).page.object_list[0]
    assert result.title == "Vertrauliche Kontaktnotiz vom 20.11.2026"
    assert SECRET in result.excerpt


def test_its_own_words_for_itself_say_nothing(case):
    assert str(case.note) == "Vertrauliche Kontaktnotiz vom 20.11.2026"


def test_figures_and_reports_do_not_count_it(client, case):
    scope = Scope(datetime.date(2026, 1, 1), TODAY, (), TODAY, suppress_below=1)
    sections = {section["key"]: section for section in reporting.assemble(scope)["whole"]}
    assert sections["advice"]["blocks"][0]["items"][0]["value"]["value"] == "1"
    assert "Wohnen" not in str(sections["advice"])
    client.force_login(case.author)
    assert "Wohnen" not in client.get("/intern/beratung/zahlen/").content.decode()


def test_a_calendar_shows_it_to_those_who_see_it_only(case):
    def titles(user):
        return [entry.title for entry in calendar.entries(user, TODAY, TODAY) if "Kontaktnotiz" in entry.title]

    assert len(titles(case.author)) == len(titles(case.named)) == 1
    assert [titles(other(role)) for role in OTHERS] == [[]] * len(OTHERS)


def test_the_today_page_of_others_does_not_have_it(case):
    def lines(user):
        groups = today.groups(TodayQuery(user=user, on=TODAY, mine=False))
        return [item.title for group in groups if group.key == "actors.follow_ups" for item in group.items]

    assert lines(case.author) == lines(case.named) == [str(case.note)]
    assert [lines(other(role)) for role in OTHERS] == [[]] * len(OTHERS)


def test_the_weekly_mail_which_is_kept_does_not_tell_the_subject(case):
    digest.send_digests(timezone.now())
    bodies = " ".join(Email.objects.values_list("message", flat=True))
    assert "Vertrauliche Kontaktnotiz vom 20.11.2026" in bodies
    assert SECRET not in bodies


def test_the_last_contact_is_told_only_to_those_who_see_the_note(case):
    def last(user):
        return Actor.objects.with_last_contact(user).get(pk=case.actor.pk).last_contact

    assert last(case.author) == last(case.named) == datetime.date(2026, 11, 20)
    assert {last(other(role)) for role in ("office", "reader", "admin", "emergency")} == {datetime.date(2026, 1, 2)}
    assert last(other("contributor")) is None


def test_a_silent_actor_is_silent_for_others(case):
    Actor.objects.update(created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))

    def silent(user):
        return case.actor in Actor.objects.not_spoken_with(TODAY, 6, user)

    assert [silent(case.author), silent(case.named), silent(make_user("office"))] == [False, False, True]


# --- audit trail and Django admin ------------------------------------------------------------------------
def test_the_trail_keeps_no_words_and_its_admin_hides_the_entries(client, case):
    client.force_login(case.author)
    client.post(reverse("actors:advice_done", args=[case.note.pk]))
    key = f"actors.advisoryentry:{case.note.pk}"
    entries = LogEntry.objects.filter(cid=key)
    assert entries.count() >= 3
    assert SECRET not in str(list(entries.values()))
    client.force_login(make_user("admin"))
    page = client.get(f"/admin/auditlog/logentry/?q={key}").content.decode()
    for entry in entries:
        assert f"/admin/auditlog/logentry/{entry.pk}/" not in page
        assert client.get(f"/admin/auditlog/logentry/{entry.pk}/change/", follow=True).redirect_chain != []


def test_the_trail_of_open_notes_and_of_all_else_stays_readable(client, case):
    note = make_advice("Offen für alle")
    client.force_login(make_user("admin"))
    entry = LogEntry.objects.filter(cid=f"actors.advisoryentry:{note.pk}").first()
    assert client.get(f"/admin/auditlog/logentry/{entry.pk}/change/").status_code == 200
    entry = LogEntry.objects.filter(cid=f"actors.actor:{case.actor.pk}").first()
    assert client.get(f"/admin/auditlog/logentry/{entry.pk}/change/").status_code == 200


def test_a_superuser_sees_none_of_others_in_the_admin(client, case):
    client.force_login(make_user("admin"))
    own = "/admin/actors/advisoryentry/"
    assert SECRET not in client.get(own).content.decode()
    assert SECRET not in client.get(f"{own}?q=Betreff").content.decode()
    for page in ("change", "history", "delete"):
        response = client.get(f"{own}{case.note.pk}/{page}/", follow=True)
        assert f"{SECRET} " not in response.content.decode(), page
        assert response.status_code in (200, 403, 404)
    found = client.get(
        "/admin/autocomplete/",
        {"app_label": "actors", "model_name": "emergencyaccess", "field_name": "entry", "term": "Betreff"},
    )
    assert SECRET not in found.content.decode()


def test_no_delete_page_of_the_admin_names_it(client, case):
    client.force_login(make_user("admin"))
    body = client.get(f"/admin/actors/topic/{case.topic.pk}/delete/").content.decode()
    assert SECRET not in body
    assert client.get(f"/admin/core/user/{case.author.pk}/delete/").status_code == 403


def test_no_admin_lists_notes_inside_other_pages(case):
    inlines = [inline.model for page in django_admin.site._registry.values() for inline in getattr(page, "inlines", ())]
    assert AdvisoryEntry not in inlines


# --- drafts and forms ------------------------------------------------------------------------------------
def test_a_draft_belongs_to_its_author_and_tells_nothing_in_its_title(client, case):
    client.force_login(case.author)
    page = client.get(reverse("actors:advice_edit", args=[case.note.pk])).content.decode()
    assert 'name="draft_label" value="Kontaktnotiz vom 20.11.2026"' in page
    client.post(
        reverse("core:draft"),
        {"draft_key": f"actors.advice:{case.note.pk}", "draft_label": "Kontaktnotiz", "text": f"{SECRET} Entwurf"},
    )
    assert drafts.draft_of(case.author, f"actors.advice:{case.note.pk}").data["text"] == [f"{SECRET} Entwurf"]
    client.force_login(make_user("office"))
    assert client.get(f"{reverse('actors:advice_edit', args=[case.note.pk])}?entwurf=1").status_code == 404
    client.force_login(make_user("admin"))
    pages = [client.get("/admin/core/formdraft/").content.decode()]
    pk = drafts.draft_of(case.author, f"actors.advice:{case.note.pk}").pk
    pages.append(client.get(f"/admin/core/formdraft/{pk}/change/").content.decode())
    assert SECRET not in " ".join(pages)


def test_a_form_opened_before_the_note_was_closed_saves_and_shows_nothing(client):
    author, colleague = make_user("office"), make_user("office")
    note = make_advice("Noch offen", author=author)
    AdvisoryEntry.objects.filter(pk=note.pk).update(is_confidential=True, subject=SECRET, version=2)
    client.force_login(colleague)
    response = client.post(
        reverse("actors:advice_edit", args=[note.pk]),
        {"subject": "Neu", "happened_on": "2026-11-20", "way": "talk", "version": 1},
    )
    assert response.status_code == 404
    with pytest.raises(PermissionDenied):  # the same, a moment later: between the view's look and the lock
        services.update_advice(entry=note, data={"subject": "Neu"}, by=colleague, version=1)


def test_only_the_author_decides_who_sees_a_note(client):
    note = make_advice("Offen")
    client.force_login(make_user("office"))
    page = client.get(reverse("actors:advice_edit", args=[note.pk])).content.decode()
    assert 'name="is_confidential"' not in page
    data = {"subject": "Neu", "happened_on": "2026-11-20", "way": "talk", "version": 1, "is_confidential": "on"}
    assert client.post(reverse("actors:advice_edit", args=[note.pk]), data).status_code == 302
    note.refresh_from_db()
    assert (note.subject, note.is_confidential) == ("Neu", False)


def test_the_responsible_one_has_to_be_named_too(client, freeze):
    freeze()
    author, colleague = make_user("office"), make_user("office", name="Kim Beispiel")
    client.force_login(author)
    data = {
        "subject": "Vertraulich", "happened_on": "2026-11-20", "way": "talk", "is_confidential": "on",
        "follow_up_on": "2026-12-01", "responsible": colleague.pk,
    }  # fmt: skip
    response = client.post(reverse("actors:advice_new"), data)
    assert (response.status_code, AdvisoryEntry.objects.count()) == (422, 0)
    assert "responsible" in response.context["form"].errors
    assert client.post(reverse("actors:advice_new"), data | {"colleagues": [colleague.pk]}).status_code == 302
    note = AdvisoryEntry.objects.get()
    client.force_login(colleague)
    assert client.post(reverse("actors:advice_edit", args=[note.pk]), data).status_code == 404
    assert client.post(reverse("actors:advice_done", args=[note.pk])).status_code == 302


def test_a_superuser_is_not_in_any_word_of_the_queryset(case):
    user = make_user("admin")
    rows = AdvisoryEntry.objects
    for found in (rows.visible_inside(user), rows.editable_by(user), rows.tickable_by(user), rows.closed_to(user)):
        assert case.note not in found


def test_taking_a_colleague_off_closes_the_note(case):
    case.note.colleagues.clear()
    assert case.note not in AdvisoryEntry.objects.visible_inside(case.named)
