"""Demo data: complete, plausible in its states, safe against real data, and logged like everything else."""

import stat
from collections import Counter

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from actors.models import Actor, Person
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.models import SiteSettings, User
from integration_portal.portal.demo import bulk, texts
from measures.models import Clarification, Measure, MeasurePlacement
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path):
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


def test_the_usual_size_has_every_kind_of_case(var):
    call_command("demo_data")
    assert (Measure.objects.count(), Actor.objects.count(), FieldOfAction.objects.count()) == (60, 40, 8)
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


def test_nobody_real_is_shown(var):
    call_command("demo_data", measures=5)
    for model in (Actor, Person, User):
        assert all(
            email.endswith("@example.org") for email in model.objects.exclude(email="").values_list("email", flat=True)
        )
    assert all(
        site.endswith(".example.org/") for site in Actor.objects.exclude(website="").values_list("website", flat=True)
    )


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


def test_every_row_has_its_entry_in_the_audit_trail(var):
    call_command("demo_data", measures=70)
    for model in (Measure, Actor, Person, MeasurePlacement):
        created = LogEntry.objects.filter(
            content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name, action=0
        )
        assert created.values("object_pk").distinct().count() == model.objects.count(), model
    assert {entry["source"] for entry in LogEntry.objects.values_list("additional_data", flat=True)} == {"command"}


def test_a_second_run_adds_only_what_is_missing(var):
    call_command("demo_data", measures=30)
    accounts = set(User.objects.values_list("pk", flat=True))
    call_command("demo_data", measures=30)
    assert Measure.objects.count() == 30
    call_command("demo_data", measures=40)
    assert (Measure.objects.count(), Actor.objects.count()) == (40, 40)
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
