"""Demo data: complete, plausible in its states, safe against real data, and logged like everything else."""

import datetime
import stat
import tempfile
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from actors.models import Actor, Person
from fields_of_action import figures
from fields_of_action.models import FieldOfAction, Goal, Indicator, IndicatorValue
from integration_portal.core.models import SiteSettings, User
from integration_portal.portal.demo import bulk, texts
from measures import notices
from measures.models import (
    Clarification,
    Event,
    EventDate,
    EventRegistration,
    Idea,
    IdeaNote,
    Measure,
    MeasureIndicator,
    MeasurePlacement,
    Publication,
)
from tests import builders

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def var(tmp_path):
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


def _check_events():
    """What the demo holds of events, whatever the day."""
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    assert kinds == {"event": 10, "training": 2, "conference": 2, "public_relations": 1}
    assert Counter(Event.objects.values_list("status", "is_published", "is_own")) == {
        ("planned", True, True): 12, ("planned", False, True): 1, ("cancelled", True, True): 1, ("planned", True, False): 1,
    }  # fmt: skip
    assert Event.objects.get(title="Interkulturelle Woche").parts.count() == 3
    cafe = Event.objects.get(title="Sprachcafé").dates.order_by("start_at")
    assert (len(cafe), sum(date.is_cancelled for date in cafe), {date.times[:5] for date in cafe}) == (
        22, 1, {"10:00", "16:00"},
    )  # fmt: skip
    states = Counter(EventRegistration.objects.values_list("event__title", "state"))
    training = "Fortbildung Interkulturelle Kompetenz, Gruppe 6"
    assert {state: n for (title, state), n in states.items() if title == training} == {
        "attended": 7, "registered": 1, "waiting": 3,
    }  # fmt: skip
    assert states["Gespräche mit Sprachmittlung führen", "waiting"] == 3
    span = [date.start_day for date in EventDate.objects.in_order()]
    assert 340 <= (span[-1] - span[0]).days <= 366


class TestTheUsualDemo(TestCase):
    """One demo of the usual size, looked at from several sides."""

    @classmethod
    def setUpTestData(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        with override_settings(VAR_DIR=Path(folder.name)), time_machine.travel(NOON, tick=False):
            call_command("demo_data")

    def setUp(self):
        now = time_machine.travel(NOON, tick=False)
        now.start()
        self.addCleanup(now.stop)

    def test_the_usual_size_has_every_kind_of_case(self):
        assert (Measure.objects.count(), Actor.objects.count(), FieldOfAction.objects.count()) == (60, 120, 8)
        assert 30 <= Person.objects.count() <= 40
        assert set(Measure.objects.values_list("status", flat=True)) == {
            "idea", "planned", "in_progress", "permanent", "completed", "postponed", "dropped",
        }  # fmt: skip
        today = texts.day("2026-11-23", timezone.localdate())
        assert Measure.objects.overdue(today).exists() and Measure.objects.stale(today, 90).exists()
        assert Measure.objects.needing_clarification().count() == 3 == Clarification.objects.count()
        assert Measure.objects.filter(is_published=False).count() >= 5
        assert all(
            2 <= count <= 4
            for count in Counter(Goal.objects.filter(level="overall").values_list("field", flat=True)).values()
        )
        per_field = Counter(MeasurePlacement.objects.values_list("field", flat=True))
        assert len(per_field) == 8 and min(per_field.values()) >= 6
        assert SiteSettings.load().demo_mode and SiteSettings.load().county_name == "Landkreis Altenburger Land"

    def test_events_of_a_year_with_people_in_every_state(self):
        _check_events()

    def test_publications_of_all_channels_and_ideas_in_every_state(self):
        assert Counter(Publication.objects.values_list("channel", flat=True)) == {
            "press": 2, "newsletter": 1, "social": 1, "web": 1, "print": 1,
        }  # fmt: skip
        published = Publication.objects.filter(state="published")
        needed = notices.needed_by(published, SiteSettings.load())
        assert [p.title for p in published if needed[p.pk].is_missing_in(p)] == [
            "Themenseite Anerkennung von Abschlüssen"
        ]

        assert Counter(Idea.objects.values_list("state", flat=True)) == {
            "new": 2, "in_review": 2, "asked_back": 1, "accepted": 1, "joined": 1, "declined": 1,
        }  # fmt: skip
        assert Counter(IdeaNote.objects.values_list("kind", flat=True)) == {"question": 2, "answer": 1, "internal": 2}
        idea = Idea.objects.get(is_published=True)
        assert (idea.title, idea.measure.title, idea.measure.status) == (
            "Fahrradkurs für Frauen", "Fahrradkurs für Frauen", "idea",
        )  # fmt: skip

    def test_figures_of_seven_years_with_small_counts_hidden_from_the_public(self):
        rows = {row.name: row for row in Indicator.objects.all()}
        assert (len(rows), set(IndicatorValue.objects.values_list("as_of__year", flat=True))) == (
            6,
            set(range(2019, 2026)),
        )
        assert {row.source for row in rows.values()} == {"Beispieldaten, frei erfunden"}
        shown = figures.public_figures(rows.values(), below=SiteSettings.load().suppress_below)
        assert {name for name, row in rows.items() if any(figure.is_hidden for figure in shown[row.pk])} == {
            "Einbürgerungen"
        }
        hidden = {str(figure.municipality) for figure in shown[rows["Einbürgerungen"].pk] if figure.is_hidden}
        assert {"Lucka", "Gößnitz"} <= hidden < {"None", "Altenburg", "Schmölln", "Meuselwitz", "Lucka", "Gößnitz"}
        assert MeasureIndicator.objects.count() == 9 == MeasureIndicator.objects.values("measure").distinct().count()

    def test_nobody_real_is_shown(self):
        for model in (Actor, Person, User, EventRegistration, Idea):
            assert all(
                email.endswith("@example.org")
                for email in model.objects.exclude(email="").values_list("email", flat=True)
            )
        assert all(
            site.endswith(".example.org/")
            for site in Actor.objects.exclude(website="").values_list("website", flat=True)
        )

    def test_every_row_has_its_entry_in_the_audit_trail(self):
        for model in (
            Measure,
            Actor,
            Person,
            MeasurePlacement,
            Event,
            EventRegistration,
            Idea,
            Indicator,
            MeasureIndicator,
        ):
            created = LogEntry.objects.filter(
                content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, action=0
            )
            assert created.values("object_pk").distinct().count() == model.objects.count(), model
        # The one job of the demo looks up what is stored about somebody who asked.
        assert {entry["source"] for entry in LogEntry.objects.values_list("additional_data", flat=True)} == {
            "command",
            "job",
        }


def test_events_on_the_last_minutes_of_a_leap_day(var, freeze):
    freeze("2028-02-29 23:50")
    call_command("demo_data", measures=30)
    _check_events()


def test_a_small_demo_makes_no_measure_of_an_idea(var):
    call_command("demo_data", measures=5)
    assert (Measure.objects.count(), Idea.objects.count(), Idea.objects.filter(state="accepted").count()) == (5, 8, 0)


def test_one_login_for_each_role_readable_by_its_owner_only(var, client):
    call_command("demo_data", measures=3)
    path = var / "demo-logins.tsv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line[0] for line in lines] == ["office", "contributor", "council", "reader", "admin"]
    for role, email, password in lines:
        assert client.login(email=email, password=password), role
        user = User.objects.get(email=email)
        assert user.is_superuser if role == "admin" else user.role_names == {role}
    assert len({password for _role, _email, password in lines}) == 5


def test_a_second_run_adds_only_what_is_missing(var):
    call_command("demo_data", measures=30)
    accounts = set(User.objects.values_list("pk", flat=True))
    call_command("demo_data", measures=30)
    assert Measure.objects.count() == 30
    call_command("demo_data", measures=40)
    assert (Measure.objects.count(), Actor.objects.count()) == (40, 120)
    assert (Event.objects.count(), Idea.objects.count(), Indicator.objects.count()) == (15, 8, 6)
    assert set(User.objects.values_list("pk", flat=True)) == accounts


def test_the_same_seed_gives_the_same_measures(var):
    makers = []
    call_command("demo_data", measures=80)
    makers.append(sorted(Measure.objects.values_list("title", "status", "start_on", "lead__name")))
    assert len({title for title, *_rest in makers[0]}) == 80, "no title twice"


def test_titles_never_repeat():
    places = [builders.make_municipality("Nobitz"), builders.make_municipality("Lucka")]
    source = bulk.titles(places)
    taken = [next(source)[2] for _index in range(2000)]
    assert len(set(taken)) == 2000


def test_if_empty_leaves_data_alone(var, capsys):
    actor = builders.make_actor()
    call_command("demo_data", if_empty=True)
    assert list(Actor.objects.all()) == [actor] and not Measure.objects.exists()


def test_real_data_is_never_mixed_with_demo_data(var):
    builders.make_measure()
    with pytest.raises(CommandError):
        call_command("demo_data")
    assert Measure.objects.count() == 1 and not User.objects.exists()


def test_refused_in_production_unless_asked_for_by_name(var):
    with override_settings(DEMO_ALLOWED=False):
        with pytest.raises(CommandError, match="yes-load-demo-data"):
            call_command("demo_data", measures=3)
        assert not Measure.objects.exists()
        call_command("demo_data", measures=3, yes_load_demo_data=True)
    assert Measure.objects.count() == 3


@pytest.mark.parametrize("number", ["0", "-5", "viele"])
def test_a_number_that_is_none_is_refused(var, number):
    with pytest.raises(CommandError):
        call_command("demo_data", "--measures", number)
