"""A real Chromium against a live server: `page` with JavaScript, `plain_page` without.

Both fail the test when the console shows an error, when something is asked of another host, or when an answer is a 5xx.
"""

import os
import shutil

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium():
    """Return the path of the system's Chromium ($CHROMIUM or the path), or None."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, CANDIDATES)), None)


def unavailable(reason):
    """Skip with the reason on a developer's machine; in CI a missing browser is a failure."""
    if os.environ.get("CI", "").lower() in {"1", "true", "yes", "on"}:
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser():
    """The one browser of the run."""
    program = chromium()
    if program is None:
        unavailable("No Chromium found: install the package chromium, or set CHROMIUM to the program.")
    # Playwright's own event loop lives in this thread; the tests use the database from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            instance = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        except PlaywrightError as error:
            unavailable(f"{program} does not start: {error}")
        yield instance
        instance.close()


class Watch:
    """Collects what a page must not do. `expect(text)` allows console lines that contain the text."""

    def __init__(self, page, origin):
        self.problems = []
        self._expected = []
        self._origin = origin
        page.on("console", lambda message: self._note("console", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note("script", str(error)))
        page.on(
            "response",
            lambda response: (
                self._note("answer", f"{response.status} {response.url}") if response.status >= 500 else None
            ),
        )
        page.route("**/*", self._only_own)

    def expect(self, text):
        self._expected.append(text)

    def _note(self, kind, text):
        self.problems.append(f"{kind}: {text}")

    def _only_own(self, route):
        if route.request.url.startswith((self._origin, "data:", "blob:")):
            route.continue_()
        else:
            self._note("other host", route.request.url)
            route.abort()

    def unexpected(self):
        return [problem for problem in self.problems if not any(text in problem for text in self._expected)]


def _open(browser, live_server, **options):
    context = browser.new_context(
        base_url=live_server.url,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": 1280, "height": 900},
        **options,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.watch = Watch(page, live_server.url)
    yield page
    problems = page.watch.unexpected()
    context.close()
    assert problems == []


@pytest.fixture
def page(browser, live_server):
    """A page with JavaScript; `page.watch.expect("404")` allows a console error a test provokes."""
    yield from _open(browser, live_server)


@pytest.fixture
def plain_page(browser, live_server):
    """A page without JavaScript."""
    yield from _open(browser, live_server, java_script_enabled=False)


@pytest.fixture
def narrow_page(browser, live_server):
    """A page as wide as a small phone: 360 px."""
    context_size = {"width": 360, "height": 740}
    generator = _open(browser, live_server)
    narrow = next(generator)
    narrow.set_viewport_size(context_size)
    yield narrow
    next(generator, None)


def log_in(page, email, password):
    """Log in through the login page as a person would."""
    page.goto("/konto/anmelden/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    page.wait_for_load_state()
