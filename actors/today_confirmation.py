"""What confirming details brings to the today page: corrections and wishes that wait, and entries to ask for again."""

from django.db.models import Count, Min, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core import roles
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodaySource, first_of

from .confirming import oldest_fresh_day
from .models import Actor, ConfirmationRequest
from .querysets_confirmation import to_be_asked


def _corrections(query):
    """Actors with changes that wait for a decision."""
    if not roles.is_office(query.user):
        return None
    waiting = Q(proposed_changes__state="open")
    rows = Actor.objects.filter(waiting).annotate(
        number=Count("proposed_changes", filter=waiting),
        since=Min("proposed_changes__created_at", filter=waiting),
    )
    rows = list(rows.annotate(total=Window(Count("pk"))).order_by("since", "pk")[: query.limit])
    items = [
        TodayItem(
            str(actor),
            reverse("actors:proposal_review", args=[actor.pk]),
            ngettext("one correction", "%(n)s corrections", actor.number) % {"n": actor.number},
            timezone.localdate(actor.since),
            actions=(TodayAction(_("Look at it"), reverse("actors:proposal_review", args=[actor.pk]), is_main=True),),
        )
        for actor in rows
    ]
    total = rows[0].total if rows else 0
    url = reverse("actors:proposals")
    return TodayGroup("corrections", _("Corrections of partners"), "swap", items, total, url, by_date=False)


def _removals(query):
    """Actors that asked to be removed."""
    if not roles.is_office(query.user):
        return None
    rows = ConfirmationRequest.objects.removal_wishes().select_related("actor").order_by("answered_at", "pk")
    rows, total = first_of(rows, query.limit)
    items = []
    for row in rows:
        url = reverse("actors:confirmation_removal", args=[row.pk])
        items.append(
            TodayItem(
                str(row.actor),
                url,
                row.remark[:120] or _("asks to be removed from the network"),
                timezone.localdate(row.answered_at),
                actions=(TodayAction(_("Settle it"), url, is_main=True),),
            )
        )
    return TodayGroup(
        "removals", _("Wishes to be removed"), "person", items, total, reverse("actors:confirmation_rounds"), "warning",
        by_date=False,
    )  # fmt: skip


def _due(query):
    """Entries confirmed too long ago that nobody is asked about at present; one click makes a round of them."""
    if not roles.is_office(query.user):
        return None
    rows = to_be_asked(Actor.objects.all(), oldest_fresh_day(query.site, query.on))
    rows, total = first_of(
        rows.only("pk", "name", "confirmed_on").order_by("confirmed_on", "sort_name", "pk"), query.limit
    )
    if not rows:
        return None
    select = reverse("actors:confirmation_rounds")
    start = TodayAction(
        ngettext("Ask for it", "Ask for all %(n)s", total) % {"n": total},
        reverse("actors:confirmation_start"),
        post=True,
        is_main=True,
    )
    items = [
        TodayItem(
            str(actor),
            actor.get_absolute_url(),
            _("confirmed on %(day)s") % {"day": format_day(actor.confirmed_on)}
            if actor.confirmed_on
            else _("never confirmed"),
            actions=(start,) if number == 0 else (),
        )
        for number, actor in enumerate(rows)
    ]
    return TodayGroup("unconfirmed", _("Entries to confirm"), "check", items, total, select, by_date=False)


SOURCES = (
    TodaySource("actors.corrections", 32, _corrections),
    TodaySource("actors.removals", 33, _removals),
    TodaySource("actors.unconfirmed", 62, _due, in_digest=False),
)
