"""A whole meeting in a browser: invited, answered by link, held while the server fails, minuted, approved, published, read by visitors."""

import contextlib
import datetime
import re
import socket

import pytest
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from committees.models import Meeting, Resolution
from committees.services import attendance, meetings, members
from integration_portal.core import links
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_person, make_user
from tests.builders_committees import make_function, make_item, make_member, make_paper

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Äußerst-Langername-Beispielsdóttir", "محمد", "Musterfrau")


class ClosingServer(LiveServerThread.server_class):
    """A server that, when it is stopped, breaks the connections that are open: as a machine does that goes down."""

    def __init__(self, *args, **kwargs):
        self.connections = []
        super().__init__(*args, **(kwargs | {"allow_reuse_address": True}))

    def get_request(self):
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def server_close(self):
        for connection in self.connections:
            with contextlib.suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class FailingServer:
    """A server that can be stopped and started again at the same address."""

    def __init__(self):
        self.address = "localhost"
        self.start()
        self.url = self.running.url
        self.address = self.url.removeprefix("http://")

    def start(self):
        self.running = LiveServer(self.address, start=False)
        self.running.thread.server_class = ClosingServer
        self.running.start()

    def stop(self):
        self.running.stop()
        self.running = None


@pytest.fixture
def server(live_server):
    """A server of its own; `live_server` stays, for the settings that it brings."""
    made = FailingServer()
    yield made
    if made.running:
        made.stop()


@pytest.fixture
def browser_page(browser, server):
    """A page on the server that fails; the console may tell of the connection that broke, and of nothing else."""
    from tests.browser.conftest import _open

    opened = _open(browser, server)
    page = next(opened)
    page.watch.expect("ERR_CONNECTION")
    yield page
    next(opened, None)


@pytest.fixture
def meeting():
    """A planned meeting of a council of three, with a paper on its agenda; those who chair and record are known."""
    committee = members.create_committee(
        data={
            "name": "Beirat für Migration und Integration",
            "short_name": "Beirat",
            "kind": "advisory_council",
            "place": "Großer Saal",
            "city": "Musterstadt",
            "founded_on": datetime.date(2020, 1, 1),
            "is_published": True,
        }
    )
    for number, name in enumerate(NAMES):
        make_member(
            committee, person=make_person(name, email=f"mitglied{number}@example.org", is_published=number == 0)
        )
    chair = committee.seats.first().memberships.get().person
    make_function(committee, chair)
    starts = timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0) + datetime.timedelta(days=30)
    planned = meetings.plan_meeting(
        committee=committee, starts_at=starts, chair=chair, recorder=make_person("Schriftführung"), with_items=False
    )
    paper = make_paper(
        "Sprachmittlung im Krankenhaus",
        committees=[committee],
        released=True,
        proposed_resolution="Der Beirat empfiehlt es.",
    )
    make_item(planned, "Sprachmittlung im Krankenhaus", kind="resolution", paper=paper)
    make_item(planned, "Vertrauliches", is_public=False)
    return planned


def looks_right(page):
    """Nothing wrong for axe, and no sideways scrolling: on a screen, a tablet, a telephone."""
    for width in (1280, 820, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def click(page, name, **options):
    """Click a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, **options).first.click()


def test_a_whole_meeting_from_invitation_to_published_minutes(browser_page, server, meeting):
    page, office = browser_page, make_user("office")
    log_in(page, office.email, PASSWORD)
    _invite(page, meeting)
    _answer(page, meeting)
    _hold(page, server, meeting)
    _minute(page, meeting)
    _read(page, meeting)


def _invite(page, meeting):
    page.goto(meeting.get_absolute_url())
    looks_right(page)
    page.goto(f"{meeting.get_absolute_url()}einladen/")
    looks_right(page)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.invitees.count()) == ("invited", 3)


def _answer(page, meeting):
    invitee = meeting.invitees.order_by("pk").first()
    page.goto(links.path_of(invitee.link))
    looks_right(page)
    page.locator("input[name=answer][value=yes]").check()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    invitee.refresh_from_db()
    assert invitee.answer == "yes"


def _hold(page, server, meeting):
    item, closed = meeting.items.order_by("position")
    page.goto(f"{meeting.get_absolute_url()}protokoll/")
    click(page, "Sitzung eröffnen")
    for name in NAMES:
        click(page, re.compile(f"kommt .*{name}"))
    expect(page.locator(".p-quorum__count")).to_contain_text("3")
    looks_right(page)

    page.goto(f"{meeting.get_absolute_url()}protokoll/?top={item.pk}")
    notes = page.get_by_label("Verlauf", exact=False).first
    notes.fill("Es wurde beraten.")
    expect(page.locator("[data-saved]")).to_contain_text("espeichert")
    server.stop()
    notes.press_sequentially(" Dann fiel der Server aus, ")
    expect(page.locator("[data-saved]")).to_contain_text("Nicht gespeichert")
    notes.press_sequentially("und es ging weiter.")
    server.start()
    expect(page.locator("[data-saved]")).not_to_contain_text("Nicht gespeichert", timeout=20_000)
    item.refresh_from_db()
    assert item.notes == "Es wurde beraten. Dann fiel der Server aus, und es ging weiter."

    form = page.locator("form.p-voteform").first
    form.get_by_label("Ja", exact=True).fill("2")
    form.get_by_role("button", name="Enthaltung +1").click()
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    expect(page.locator(".p-vote__verdict")).to_contain_text("einstimmig")
    page.goto(f"{meeting.get_absolute_url()}protokoll/?top={closed.pk}")
    page.get_by_label("Verlauf", exact=False).first.fill("Das bleibt unter uns.")
    click(page, "zur Kenntnis")
    click(page, "Sitzung schließen")
    closed.refresh_from_db()
    assert (closed.notes, Meeting.objects.get(pk=meeting.pk).state) == ("Das bleibt unter uns.", "held")


def _minute(page, meeting):
    minutes_url = f"{meeting.get_absolute_url()}niederschrift/"
    page.goto(minutes_url)
    expect(page.locator("main")).to_contain_text("Es fehlt nichts")
    looks_right(page)
    later = meetings.plan_meeting(
        committee=meeting.committee, starts_at=meeting.starts_at + datetime.timedelta(days=60)
    )
    attendance.open_meeting(meeting=later, at=timezone.now())
    page.goto(f"{minutes_url}genehmigen/")
    page.select_option("select[name=approved_in]", str(later.pk))
    click(page, "genehmigen")
    click(page, "öffentliche", exact=False)
    meeting.refresh_from_db()
    assert meeting.state == "published"


def _read(page, meeting):
    page.context.clear_cookies()
    page.goto(meeting.get_public_url())
    text = page.locator("main").inner_text()
    assert [words in text for words in ("Dann fiel der Server aus", "unter uns", "Vertrauliches", "محمد")] == [
        True, False, False, False,
    ]  # fmt: skip
    looks_right(page)
    page.get_by_role("link", name=Resolution.objects.get().number, exact=False).first.click()
    expect(page.get_by_role("heading", name="Wortlaut")).to_be_visible()
    looks_right(page)
    for url in (
        "/gremien/",
        meeting.committee.get_public_url(),
        "/gremien/termine/",
        "/gremien/vorlagen/",
        "/offene-daten/",
    ):
        page.goto(url)
        looks_right(page)
