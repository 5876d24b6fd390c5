"""What the advisory log brings to the today page, the weekly mail and the calendar: each in one query.

The titles are those of `str(note)`, which say nothing of a confidential note, since the weekly mail is kept.
"""

import datetime

from django.db.models import F
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.display import format_days_ago
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, TodaySource, first_of, tone_of

from .models import Actor, AdvisoryEntry, EmergencyAccess

#: Follow-ups are shown so many days ahead, emergency accesses so many days afterwards.
AHEAD, TOLD_FOR = datetime.timedelta(days=7), datetime.timedelta(days=14)


def follow_ups(query):
    """Follow-ups that are due or will be within a week: those of the account, or all it may see."""
    if not roles.reads_all(query.user):
        return None
    rows = AdvisoryEntry.objects.visible_inside(query.user).to_follow_up().filter(follow_up_on__lte=query.on + AHEAD)
    if query.mine:
        rows = rows.followed_up_by(query.user)
    rows = rows.select_related("field", "responsible", "author").order_by("follow_up_on", "pk")
    found, total = first_of(rows, query.limit)
    return TodayGroup(
        key="actors.follow_ups",
        label=_("Contacts to come back to"),
        icon="comment",
        items=[_follow_up(note, query) for note in found],
        total=total,
        more_url=reverse("actors:advice_list") + "?offen=ja&sort=nachfassen",
    )


def _follow_up(note, query):
    who = note.responsible or note.author
    may_tick = roles.is_office(query.user) and (not note.is_confidential or query.user in (note.author, who))
    actions = (
        TodayAction(_("Done"), reverse("actors:advice_done", args=[note.pk]), post=True),
        TodayAction(_("Postpone"), reverse("actors:advice_postpone", args=[note.pk])),
    )
    parts = [note.subject if note.is_confidential else "", note.follow_up_text, "" if query.mine else str(who)]
    return TodayItem(
        title=str(note),
        url=note.get_absolute_url(),
        context=" · ".join(part for part in parts if part),
        due=note.follow_up_on,
        tone=tone_of(note.follow_up_on, query.on),
        field=note.field,
        actions=actions if may_tick else (TodayAction(_("Open"), note.get_absolute_url()),),
    )


def emergency_rows(query):
    """To the author: who opened their confidential notes within the last two weeks, and why."""
    if not roles.reads_all(query.user):
        return None
    rows = EmergencyAccess.objects.filter(entry__author=query.user, created_at__gt=timezone.now() - TOLD_FOR)
    columns = {
        "title": F("entry__happened_on"),
        "text": F("user__name"),
        "more": F("reason"),
        "day": TruncDate("created_at"),
        "number": F("entry"),
    }
    return rows, columns, [F("created_at").desc()]


def emergency_accesses(query, rows, total):
    """The group of `emergency_rows`; its titles say nothing of the notes."""
    items = []
    for row in rows:
        note = AdvisoryEntry(
            pk=row.number, is_confidential=True, happened_on=datetime.date.fromisoformat(row.title[:10])
        )
        url = note.get_absolute_url()
        items.append(
            TodayItem(
                title=str(note),
                url=url,
                context=_("opened by %(who)s: %(reason)s") % {"who": row.text, "reason": row.more},
                due_text=format_days_ago(row.day, query.on),
                actions=(TodayAction(_("Open"), url),),
            )
        )
    return TodayGroup(
        key="actors.emergency",
        label=_("Emergency accesses to your notes"),
        icon="lock",
        items=items,
        total=total,
        more_url=reverse("actors:advice_list") + "?meine=ja",
        by_date=False,
    )


def silent_rows(query):
    """Actors that the office has not spoken with for the configured months, those silent for longest first."""
    if not roles.is_office(query.user):
        return None
    rows = Actor.objects.current().not_spoken_with(query.on, query.site.no_contact_after_months, query.user)
    columns = {"title": F("name"), "text": F("city"), "day": F("last_contact")}
    order = [F("last_contact").asc(nulls_first=True), F("sort_name").asc(), F("pk").asc()]
    return rows.with_last_contact(query.user), columns, order


def long_silence(query, rows, total):
    """The group of `silent_rows`."""
    items = [
        TodayItem(
            title=row.title,
            url=reverse("actors:office_detail", args=[row.pk]),
            context=row.text,
            due_text=format_days_ago(row.day, query.on) if row.day else _("no contact note"),
            actions=(TodayAction(_("Write a note"), f"{reverse('actors:advice_new')}?akteur={row.pk}"),),
        )
        for row in rows
    ]
    return TodayGroup(
        key="actors.silence",
        label=_("Not spoken with for long"),
        icon="network",
        items=items,
        total=total,
        more_url=reverse("actors:office_list") + "?kontakt=lange",
        by_date=False,
    )


def _dates(user, start, end):
    if not roles.reads_all(user):
        return
    rows = AdvisoryEntry.objects.visible_inside(user).to_follow_up().filter(follow_up_on__range=(start, end))
    for note in rows.select_related("responsible", "author"):
        yield CalendarEntry(
            note.follow_up_on,
            note.follow_up_on,
            str(note),
            note.get_absolute_url(),
            str(note.responsible or note.author),
            frozenset({note.field_id} if note.field_id else ()),
        )


TODAY = (
    TodayPart("actors.emergency", 5, emergency_rows, emergency_accesses),
    TodaySource("actors.follow_ups", 25, follow_ups),
    TodayPart("actors.silence", 90, silent_rows, long_silence, in_digest=False),
)
CALENDAR = CalendarSource("nachfassen", gettext_lazy("Follow-ups of contacts"), _dates)
