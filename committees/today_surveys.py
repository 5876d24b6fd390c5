"""Surveys of dates on the today page: those that end today or have ended, and those that wait for a decision."""

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.today import TodayGroup, TodayItem, TodayPart, tone_of

from .models import DateSurvey, SurveyOption


def _waiting(query):
    """Running ones whose last day is today or has passed; closed ones without a meeting while one of their dates is ahead."""
    if not roles.is_office(query.user):
        return None
    ahead = Exists(SurveyOption.objects.filter(survey=OuterRef("pk"), starts_at__gte=timezone.now()))
    rows = DateSurvey.objects.filter(
        Q(state="open", closes_on__lte=query.on) | (Q(state="closed", meeting__isnull=True) & ahead)
    )
    columns = {"title": F("title"), "text": F("committee__name"), "more": F("state"), "day": F("closes_on")}
    return rows, columns, [F("closes_on").asc(), F("pk").asc()]


def _group(query, rows, total):
    items = []
    for row in rows:
        ends_today = row.more == "open" and row.day == query.on
        words = _("ends today") if ends_today else _("waits for a decision")
        url = reverse("committees:survey", args=[row.pk])
        items.append(TodayItem(row.title, url, f"{row.text} · {words}", row.day, tone_of(row.day, query.on, soon=0)))
    return TodayGroup(
        "date_surveys", _("Surveys of dates"), "calendar", items, total, reverse("committees:survey_list"),
        by_date=False,
    )  # fmt: skip


SOURCES = (TodayPart("committees.surveys", 46, _waiting, _group),)
