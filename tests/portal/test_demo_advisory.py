"""Demo data of the advisory log: every page of it has something to show."""

import datetime

import pytest
from django.core.management import call_command
from django.db.models import Max, Min
from django.utils import timezone

from actors.models import AdvisoryEntry
from integration_portal.core import today
from integration_portal.core.models import User
from integration_portal.core.today import TodayQuery

pytestmark = pytest.mark.django_db


def test_two_years_of_contacts_with_follow_ups_and_confidential_ones(settings, tmp_path, freeze, client):
    settings.VAR_DIR = tmp_path
    freeze("2026-11-23 09:00")
    call_command("demo_data", "--measures", "1")
    notes, day = AdvisoryEntry.objects.all(), timezone.localdate()
    assert notes.count() == 60
    span = notes.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    assert span["first"] < day - datetime.timedelta(days=700) and span["last"] <= day
    assert set(notes.values_list("way", flat=True)) == set(AdvisoryEntry.Way.values)
    assert notes.filter(is_confidential=True).count() == 6
    assert {user.name for user in User.objects.filter(advisory_entries__in=notes)} == {"Mara Muster", "Kim Beispiel"}
    due = list(notes.to_follow_up().values_list("follow_up_on", flat=True))
    assert min(due) < day < max(due) and day in due
    mara = User.objects.get(name="Mara Muster")
    groups = {group.key: group for group in today.groups(TodayQuery(user=mara, on=day, mine=True))}
    assert groups["actors.follow_ups"].total >= 1
    kim, note = User.objects.get(name="Kim Beispiel"), notes.filter(is_confidential=True, colleagues=None).first()
    other = mara if note.author == kim else kim
    assert note not in notes.visible_inside(other)
