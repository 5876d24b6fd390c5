"""Pages of tasks, progress, events, ideas, indicators and reports: axe and no sideways scrolling, wide and narrow."""

import pytest
from django.utils import timezone

from fields_of_action.models import Indicator, IndicatorValue
from integration_portal.portal.reports import services
from measures.models import Idea, MeasureIndicator
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import (
    PASSWORD,
    make_actor,
    make_event,
    make_field,
    make_measure,
    make_milestone,
    make_publication,
    make_registration,
    make_report,
    make_round,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def content():
    """One of each, with names that do not fit into a line of a telephone."""
    today = timezone.localdate()
    field = make_field(name="Interkulturelle Öffnung", slug="oeffnung", hue="indigo", pictogram="speech")
    actor = make_actor("Bürgerzentrum für Nachbarschaftlichkeit")
    measure = make_measure(
        "Verwaltungsmitarbeitendenfortbildung", field=field, number="1.1", published=True, lead=actor, status="in_progress",
        start_on=today.replace(month=1, day=1), progress_note="Läuft.", progress_on=today,
    )  # fmt: skip
    make_milestone(measure, "Räume gefunden", due_on=today)
    make_task("Förderantrag schreiben", measure=measure, due_on=today)
    report = make_report(measure, state="submitted", text="Zwölf waren da.")
    round_ = make_round("sent", measures=[measure])
    event = make_event(
        "Interkulturelle Woche", published=True, dates=[str(today)], fields=[field], takes_registrations=True, kind="training",
    )  # fmt: skip
    make_registration(event)
    make_publication("Pressemitteilung")
    Idea.objects.create(title="Mehr Sprachcafés in den Dörfern", text="Donnerstags.")
    indicator = Indicator.objects.create(
        name="Ausländische Staatsangehörige", slug="auslaender", field=field, is_published=True
    )
    for year in (2023, 2024, 2025):
        IndicatorValue.objects.create(indicator=indicator, as_of=today.replace(year=year, month=1, day=1), value=year)
    own = MeasureIndicator.objects.create(measure=measure, name="Teilnehmende", target_value=60)
    yearly = services.yearly_report(today.year)
    issue = services.issue_report(report=yearly, by=make_user("office"))
    return {
        "public": (
            "/termine/", "/termine/?ansicht=monat", event.get_absolute_url(), f"{event.get_absolute_url()}anmelden/",
            "/ideen/", "/ideen/neu/", "/kennzahlen/", indicator.get_absolute_url(), field.get_absolute_url(), measure.get_absolute_url(),
        ),
        "office": (
            "/intern/?wer=alle", "/intern/aufgaben/", "/intern/aufgaben/?ansicht=tafel", "/intern/zeitplan/", "/intern/kalender/",
            "/intern/sachstand/", report.get_absolute_url(), round_.get_absolute_url(), "/intern/termine/",
            event.get_office_url(), f"{event.get_office_url()}teilnehmende/", f"{event.get_office_url()}bearbeiten/",
            "/intern/oeffentlichkeitsarbeit/", "/intern/ideen/", "/intern/kennzahlen/", indicator.get_office_url(),
            f"/intern/kennzahlen/massnahmen/{own.pk}/", "/intern/berichte/", yearly.get_absolute_url(), issue.get_absolute_url(),
            "/intern/berichte/neu/", measure.get_office_url(), "/intern/mails/",
        ),
    }  # fmt: skip


def check(page, paths):
    """Every page answers, axe finds nothing, nothing is wider than the window: wide in light, narrow in dark colours."""
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            assert page.goto(path).status == 200, path
            assert findings(page) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)


def test_pages_for_everyone(page, content):
    check(page, content["public"])


def test_pages_of_the_office(page, content):
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    check(page, content["office"])
