"""Publications: entering, files, the funding notice, publishing."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration_portal.core import attachments, search
from integration_portal.core.models import SiteSettings
from measures import notices
from measures.models import Publication
from tests.builders import make_attachment, make_event, make_measure, make_publication, make_user

pytestmark = pytest.mark.django_db
PAGES = "/intern/oeffentlichkeitsarbeit/"


@pytest.fixture
def office(client):
    """The office, logged in."""
    client.force_login(make_user("office"))
    return client


def form(**values):
    return {
        "title": "Pressemitteilung",
        "channel": "press",
        "date": "2026-11-23",
        "text": "Text",
        "notice": "none",
        **values,
    }


def site(**values):
    row = SiteSettings.load()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def is_missing(piece, settings):
    return notices.needed_by([piece], settings)[piece.pk].is_missing_in(piece)


def test_a_piece_is_entered_with_measures_event_and_file(office):
    measure, event = make_measure(), make_event()
    upload = SimpleUploadedFile("Flyer Größe.pdf", b"%PDF-1.7 x")
    office.post(f"{PAGES}neu/", form(measures=[measure.pk], event=event.pk, file=upload))
    row = Publication.objects.get()
    assert (list(row.measures.all()), row.event, row.state) == ([measure], event, "draft")
    assert [file.name for file in attachments.of(row)] == ["Flyer Größe.pdf"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 100_000}, "title"),
        ({"text": "x" * 100_000}, "text"),
        ({"date": "31.02.2026"}, "date"),
        ({"channel": "rauchzeichen"}, "channel"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"notice": "own"}, "notice_words"),
        ({"measures": ["9" * 30]}, "measures"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(office, values, field):
    answer = office.post(f"{PAGES}neu/", form(**values))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_file_that_is_none_of_its_kind_is_refused(office):
    answer = office.post(f"{PAGES}neu/", form(file=SimpleUploadedFile("bild.png", b"<script>")))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert Publication.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({"notice": "none"}, False),
        ({"notice": "short"}, True),
        ({"notice": "short", "text": "… KOFINANZIERT von\nder EU."}, False),
        ({"notice": "long"}, True),
        ({"notice": "long", "text": "Aus Mitteln des Freistaats."}, False),
        ({"notice": "own", "notice_words": "Danke, Land!"}, True),
        ({"notice": "own", "notice_words": "Danke, Land!", "text": "danke,  land!"}, False),
        ({"notice": "short", "notice_confirmed": True}, False),
    ],
)
def test_the_notice_is_looked_for_in_the_text(values, lacks):
    settings = site(funding_short="Kofinanziert von der EU", funding_text="Aus Mitteln des Freistaats.")
    assert is_missing(make_publication(**values), settings) is lacks


def test_a_portal_without_a_notice_asks_for_none():
    settings = site(funding_short="", funding_text="")
    assert [is_missing(make_publication(notice=notice), settings) for notice in ("short", "funded")] == [False, False]


def test_a_missing_notice_warns_and_does_not_stop(office):
    site(funding_short="Kofinanziert von der EU")
    row = make_publication(notice="short", date=datetime.date(2026, 11, 23))
    assert office.get(row.get_absolute_url()).context["lacks_notice"] is True
    office.post(f"{PAGES}{row.pk}/stand/", {"stand": "published"})
    row.refresh_from_db()
    assert row.state == "published"
    assert [piece.is_without_notice for piece in office.get(PAGES).context["page_obj"]] == [True]


def test_publishing_needs_a_date_and_can_be_taken_back(office):
    row = make_publication()
    for state, date, expected in (
        ("published", None, "draft"), ("published", datetime.date(2026, 11, 23), "published"),
        ("published", datetime.date(2026, 11, 23), "published"), ("quatsch", datetime.date(2026, 11, 23), "published"),
        ("draft", datetime.date(2026, 11, 23), "draft"),
    ):  # fmt: skip
        Publication.objects.filter(pk=row.pk).update(date=date)
        office.post(f"{PAGES}{row.pk}/stand/", {"stand": state})
        row.refresh_from_db()
        assert row.state == expected
    with pytest.raises(IntegrityError), transaction.atomic():
        make_publication(state="published")


def test_a_published_piece_keeps_its_date(office):
    row = make_publication(state="published", date=datetime.date(2026, 11, 1))
    answer = office.post(f"{PAGES}{row.pk}/bearbeiten/", form(date="", version="1"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["date"])


def test_whoever_saves_second_is_told(office):
    row = make_publication()
    office.post(f"{PAGES}{row.pk}/bearbeiten/", form(title="Erste", version="1"))
    answer = office.post(f"{PAGES}{row.pk}/bearbeiten/", form(title="Zweite", version="1"))
    assert answer.status_code == 409


def test_drafts_are_deleted_with_their_files_and_published_ones_are_not(office):
    draft, public = make_publication(), make_publication(state="published", date=datetime.date(2026, 11, 1))
    make_attachment(draft)
    for row in (draft, public):
        office.post(f"{PAGES}{row.pk}/loeschen/")
    assert list(Publication.objects.all()) == [public]
    assert attachments.of(public).model.objects.count() == 0


def test_files_are_for_those_who_read_everything(client):
    file = make_attachment(make_publication())
    for role, status in (("contributor", 404), ("council", 404), ("reader", 200)):
        client.force_login(make_user(role))
        assert client.get(reverse("core:attachment", args=[file.pk])).status_code == status
        assert attachments.may_read(make_user(role), file) is (status == 200)


def test_the_list_is_cut_by_state_channel_and_words(office):
    make_publication("Flyer", channel="print")
    make_publication("Sprachfest", state="published", date=datetime.date(2026, 11, 1))
    for query, expected in (
        ("", ["Flyer", "Sprachfest"]), ("?stand=published", ["Sprachfest"]), ("?kanal=print", ["Flyer"]),
        ("?q=sprache", ["Sprachfest"]), ("?kanal=x&stand=y&seite=z", ["Flyer", "Sprachfest"]),
    ):  # fmt: skip
        assert [row.title for row in office.get(PAGES + query).context["page_obj"]] == expected


def test_the_list_takes_the_same_number_of_queries_at_any_size(office):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            office.get(PAGES)
        return len(caught)

    def more(number):
        for _index in range(number):
            make_publication(event=make_event(), notice="short")

    more(2)
    office.get(PAGES)
    small = queries()
    more(20)
    assert queries() == small


def test_only_those_who_read_everything_find_publications():
    make_publication("Sprachfest")
    assert search.search(make_user("reader"), "sprache", kind="oeffentlichkeitsarbeit").total == 1
    assert search.search(make_user("contributor"), "sprache", kind="oeffentlichkeitsarbeit").total == 0
