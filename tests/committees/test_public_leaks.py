"""Nothing that is not public shows in public: a secret in every such field and file, and a walk over every public address.

The walk starts at the home page, the sitemap, the feed, the open-data page and the OParl interface, follows every address
it meets, and looks into PDF, Word and ZIP files, too.
"""

import io
import itertools
import json
import re
import zipfile
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from committees.models import (
    Attendance,
    CommitteeFunction,
    DateSurvey,
    Invitation,
    Invitee,
    ItemProposal,
    MinutesAddendum,
    MinutesCorrection,
    Motion,
    NamedVote,
    Recusal,
    Vote,
)
from committees.oparl import sync
from committees.rules import majority
from committees.services.states import rules_of
from integration_portal.core.file_texts import text_of_file
from tests.builders import make_actor, make_attachment, make_field, make_measure, make_person
from tests.builders_committees import (
    at,
    make_committee,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_resolution,
)
from tests.system.access_committees_public import make_minutes

pytestmark = pytest.mark.django_db
STARTS = (
    "/",
    "/en/",
    "/gremien/",
    "/offene-daten/",
    "/sitemap.xml",
    "/gremien/neues.atom",
    "/oparl/v1.1/system",
    "/suche/?q=geheimzz",
)
#: Pages that belong to others or need an account.
NOT_WALKED = re.compile(
    r"^/(static|konto|intern|admin|media)/|^/en/(konto|intern)/|[?&](sort|ansicht=monat|monat|jahr|seite)="
)
MOST = 1500
_count = itertools.count(1)


def secret():
    """A word that stands nowhere else; case and umlauts of it do not change when it is written elsewhere."""
    return f"geheimzz{next(_count)}x"


def secrets_in(text):
    """The secrets in a text. A search that repeats the question is none: it has no number."""
    return set(re.findall(r"geheimzz\d+x", text.lower()))


@pytest.fixture
def world(freeze, settings, tmp_path):
    """A public committee with one of everything that is not public in it, and a committee that is not public at all."""
    freeze()
    settings.MEDIA_ROOT = tmp_path
    council = make_committee("Integrationsbeirat", published=True)
    field = make_field()
    measure = make_measure("Lotsen", field=field, published=True)
    actor = make_actor("Träger", is_published=True)
    _public_things(council, measure, field, actor)
    _members(council)
    _hidden_meeting(council)
    _papers(council, measure, field, actor)
    _hidden_committee(measure, field)
    sync.rebuild()
    return council


def _public_things(council, measure, field, actor):
    """A published meeting whose public items carry secrets in every field that is for the office only."""
    meeting = make_meeting(
        council, "2026-09-03 17:00", state="held", published=True, online_url=f"https://{secret()}.example.org/",
        note=secret(), urgent_reason=secret(), state_reason=secret(), opened_at=at("2026-09-03 17:00"),
        closed_at=at("2026-09-03 19:00"), chair=make_person(secret()), recorder=make_person(secret()),
    )  # fmt: skip
    unreleased = make_paper(secret(), committees=[council], facts=secret())
    item = make_item(
        meeting, "Öffentlicher Punkt", kind="resolution", internal_notes=secret(), reporter=make_person(secret()),
        paper=unreleased, state="done",
    )  # fmt: skip
    make_item(meeting, "Ohne Netzwerk", reporter_text=secret(), state="done")
    closed = make_item(
        meeting, secret(), text=secret(), notes=secret(), internal_notes=secret(), is_public=False, state="done",
        reporter_text=secret(),
    )  # fmt: skip
    make_item(meeting, secret(), text=secret(), parent=closed, state="done")
    make_resolution(closed, secret(), text=secret())
    released = make_resolution(closed, "Freigegebener Beschluss", released_on="2026-10-01")
    released.reports.create(reported_on="2026-10-02", text=secret())
    shown = make_resolution(item, "Öffentlicher Beschluss", contact=make_person(secret()))
    shown.reports.create(reported_on="2026-10-02", text=secret())
    for row in (released, shown):
        row.measures.add(measure, make_measure(secret()))
        row.fields.add(field)
    _in_the_meeting(meeting, item, closed)
    minutes = make_minutes(meeting)
    MinutesCorrection.objects.create(minutes=minutes, text=secret(), where=secret(), by_name=secret())
    MinutesAddendum.objects.create(minutes=minutes, text=secret())
    make_attachment(closed, f"{secret()}.pdf", is_public=True)
    make_attachment(item, f"{secret()}.pdf", is_public=False)
    ItemProposal.objects.create(
        committee=council, title=secret(), reason=secret(), group=secret(), answer=secret(), submitted_on="2026-11-01"
    )
    DateSurvey.objects.create(committee=council, title=secret(), text=secret(), closes_on="2026-12-01")
    return actor


def _in_the_meeting(meeting, item, closed):
    guest = Attendance.objects.create(meeting=meeting, name=secret(), role="guest", state="present", reason=secret())
    member = Attendance.objects.create(
        meeting=meeting, person=make_person(secret()), role="member", state="excused", reason=secret()
    )
    Recusal.objects.create(item=item, attendance=member, reason=secret())
    for one, words in ((item, "Der Beirat empfiehlt das."), (closed, secret())):
        motion = Motion.objects.create(item=one, text=words, mover=secret())
        vote = Vote.objects.create(
            motion=motion, method="names", majority="simple", yes=1, present=1, members=1, voted_at=timezone.now(),
            is_adopted=True, outcome="unanimous",
            reckoning=majority.decide(
                rules_of(meeting), yes=1, no=0, abstentions=0, present=1, members=1, majority="simple", chair_vote=""
            ).as_json(),
        )  # fmt: skip
        NamedVote.objects.create(vote=vote, attendance=guest, choice="yes")
    invitee = Invitee.objects.create(
        meeting=meeting, person=make_person(secret(), email=f"{secret()}@example.org"), note=secret()
    )
    Invitation.objects.create(
        meeting=meeting, number=1, sent_at=timezone.now(), text=secret(), changes=secret(), starts_at=meeting.starts_at,
        place=secret(), agenda=[{"number": "1", "title": secret(), "public": False}],
    )  # fmt: skip
    return invitee


def _members(council):
    make_member(
        council, person=make_person("Nennbar", is_published=True, email=f"{secret()}@example.org"), is_released=True
    )
    make_member(council, person=make_person(secret(), is_published=True), is_released=False)
    make_member(council, person=make_person(secret(), is_published=False), is_released=True)
    CommitteeFunction.objects.create(
        committee=council, person=make_person(secret()), function="recorder", since="2020-01-01"
    )


def _hidden_meeting(council):
    hidden = make_meeting(council, "2026-12-03 17:00", title=secret(), place=secret(), street=secret(), note=secret())
    item = make_item(hidden, secret(), text=secret())
    make_resolution(item, secret(), text=secret())


def _papers(council, measure, field, actor):
    """Papers that are drafts, unreleased, not public, with files; and a released one with a file for the office."""
    for values in ({"state": "draft"}, {}, {"is_public": False}):
        paper = make_paper(
            secret(), committees=[council], originator=actor, facts=secret(), proposed_resolution=secret(),
            financial_effect=secret(), originator_text="", **values,
        )  # fmt: skip
        paper.measures.add(measure)
        paper.fields.add(field)
        paper.versions.create(number=1, title=secret(), facts=secret(), reason=secret())
        make_attachment(paper, f"{secret()}.txt", secret().encode(), is_public=True)
    shown = make_paper(
        "Öffentliche Vorlage", committees=[council], released=True, author=make_person(secret()), originator=actor
    )
    shown.versions.create(number=1, title=secret(), facts=secret(), reason=secret())
    shown.measures.add(measure, make_measure(secret()))
    stop = shown.referrals.get()
    stop.note = secret()
    stop.save()
    make_attachment(shown, f"{secret()}.txt", secret().encode(), is_public=False)
    make_attachment(shown, "offen.txt", b"offen", is_public=True)


def _hidden_committee(measure, field):
    hidden = make_committee(secret(), description=secret(), short_name=secret(), place=secret())
    meeting = make_meeting(hidden, "2026-12-10 17:00", published=True, title=secret(), place=secret())
    paper = make_paper(secret(), committees=[hidden], released=True, facts=secret())
    row = make_resolution(make_item(meeting, secret(), paper=paper, text=secret()), secret(), text=secret())
    for one in (paper, row):
        one.measures.add(measure)
        one.fields.add(field)
    make_attachment(paper, f"{secret()}.txt", secret().encode(), is_public=True)


def words_of(name, data):
    """All text of an answer; of a ZIP that of all its files, names included."""
    if data[:2] == b"PK" and not name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{one}\n{words_of(one, archive.read(one))}" for one in archive.namelist())
    if data[:4] == b"%PDF" or name.endswith(".docx"):
        suffix = ".docx" if name.endswith(".docx") else ".pdf"
        return text_of_file(SimpleUploadedFile(f"datei{suffix}", data))
    return data.decode("utf-8", errors="replace")


def links_in(url, text, kind):
    """Addresses of this portal in an answer, without fragments."""
    found = re.findall(r'(?:href|src)="([^"]+)"', text) if "html" in kind or "xml" in kind else []
    found += re.findall(r"<loc>([^<]+)</loc>", text)
    if "json" in kind:
        found += re.findall(r'"(https?:[^"]+)"', json.dumps(json.loads(text)))
    for one in found:
        parts = urlsplit(urljoin(f"http://testserver{url}", unescape(one)))
        if parts.scheme in ("http", "https") and parts.netloc in ("testserver", "localhost", "127.0.0.1:8000", ""):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def walk(client):
    """{address: text} of everything that a visitor can come to."""
    waiting, seen = list(STARTS), {}
    while waiting:
        url = waiting.pop()
        if url in seen or NOT_WALKED.search(url):
            continue
        answer = client.get(url)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        text = words_of(urlsplit(url).path, data) + str(answer.headers) + unquote(answer.headers.get("Location", ""))
        seen[url] = text
        assert len(seen) < MOST
        if answer.status_code == 200 and data[:4] != b"%PDF":
            waiting += links_in(url, text if "json" not in kind else data.decode(), kind)
    return seen


@pytest.mark.django_db
def test_no_secret_shows_at_any_public_address(client, world, settings):
    seen = walk(client)
    leaks = {url: sorted(secrets_in(text)) for url, text in seen.items() if secrets_in(text)}
    assert leaks == {}
    # the walk came to what it is about
    for part in (
        world.get_public_url(), "niederschrift.pdf", "niederschrift.docx", "archiv.zip", "archiv.pdf", "tagesordnung.pdf",
        "neues.atom", f"{world.slug}.ics", "/gremien/vorlagen/V-", "/gremien/beschluesse/B-", "/oparl/v1.1/meeting/",
        "/oparl/v1.1/paper/", "/oparl/v1.1/file/", "/datei/",
    ):  # fmt: skip
        assert (part, any(part in url for url in seen)) == (part, True)
    told = "\n".join(seen.values())
    for words in (
        "Öffentlicher Punkt",
        "Öffentlicher Beschluss",
        "Freigegebener Beschluss",
        "Öffentliche Vorlage",
        "Nennbar",
    ):
        assert (words, words in told) == (words, True)


def test_addresses_of_what_is_not_public_are_not_found(client, world):
    from committees.models import Committee, Meeting, Paper, Resolution
    from integration_portal.core.models import Attachment

    urls = [row.get_public_url() for row in Committee.objects.exclude(is_published=True)]
    urls += [row.get_public_url() for row in Meeting.objects.exclude(pk__in=Meeting.objects.public().values("pk"))]
    urls += [
        row.get_public_url() for row in Paper.objects.exclude(pk__in=Paper.objects.public().values("pk")) if row.number
    ]
    urls += [
        row.get_public_url() for row in Resolution.objects.exclude(pk__in=Resolution.objects.public().values("pk"))
    ]
    files = [reverse("core:attachment", args=[row.pk]) for row in Attachment.objects.all() if "geheimzz" in row.name]
    assert (len(urls) >= 9, len(files) >= 6) == (True, True)
    for url in (*urls, *files):
        answer = client.get(url)
        text = "" if answer.streaming else answer.content.decode()
        assert (url, answer.status_code in (302, 403, 404), secrets_in(text) - secrets_in(url)) == (url, True, set())
