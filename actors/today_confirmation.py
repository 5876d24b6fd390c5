"""What confirming details brings to the today page: corrections and wishes that wait, and entries to ask for again."""

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core import roles
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart

from .confirming import oldest_fresh_day
from .models import Actor, ConfirmationRequest, ProposedChange
from .querysets_confirmation import to_be_asked


def _actors_with_corrections(query):
    """Actors with changes that wait for a decision."""
    if not roles.is_office(query.user):
        return None
    waiting = ProposedChange.objects.waiting().filter(actor=OuterRef("pk")).order_by()
    columns = {
        "title": F("name"),
        "day": TruncDate(Subquery(waiting.order_by("created_at").values("created_at")[:1])),
        "number": Subquery(waiting.values("actor").annotate(n=Count("pk")).values("n")),
    }
    rows = Actor.objects.filter(Exists(waiting)).annotate(since=columns["day"])
    return rows, columns, [F("since").asc(), F("pk").asc()]


def _corrections(query, rows, total):
    items = []
    for row in rows:
        review = reverse("actors:proposal_review", args=[row.pk])
        items.append(
            TodayItem(
                row.title,
                review,
                ngettext("one correction", "%(n)s corrections", row.number) % {"n": row.number},
                row.day,
                actions=(TodayAction(_("Look at it"), review, is_main=True),),
            )
        )
    url = reverse("actors:proposals")
    return TodayGroup("corrections", _("Corrections of partners"), "swap", items, total, url, by_date=False)


def _requests_to_remove(query):
    """Actors that asked to be removed."""
    if not roles.is_office(query.user):
        return None
    columns = {"title": F("actor__name"), "text": F("remark"), "day": TruncDate("answered_at")}
    return ConfirmationRequest.objects.removal_wishes(), columns, [F("answered_at").asc(), F("pk").asc()]


def _removals(query, rows, total):
    items = []
    for row in rows:
        url = reverse("actors:confirmation_removal", args=[row.pk])
        items.append(
            TodayItem(
                row.title,
                url,
                row.text[:120] or _("asks to be removed from the network"),
                row.day,
                actions=(TodayAction(_("Settle it"), url, is_main=True),),
            )
        )
    return TodayGroup(
        "removals", _("Wishes to be removed"), "person", items, total, reverse("actors:confirmation_rounds"), "warning",
        by_date=False,
    )  # fmt: skip


def _actors_to_ask(query):
    """Entries confirmed too long ago that nobody is asked about at present."""
    if not roles.is_office(query.user):
        return None
    rows = to_be_asked(Actor.objects.all(), oldest_fresh_day(query.site, query.on))
    order = [F("confirmed_on").asc(nulls_first=True), F("sort_name").asc(), F("pk").asc()]
    return rows, {"title": F("name"), "day": F("confirmed_on")}, order


def _due(query, rows, total):
    """One click makes a round of them."""
    select = reverse("actors:confirmation_rounds")
    start = TodayAction(
        ngettext("Ask for it", "Ask for all %(n)s", total) % {"n": total},
        reverse("actors:confirmation_start"),
        post=True,
        is_main=True,
    )
    items = [
        TodayItem(
            row.title,
            reverse("actors:office_detail", args=[row.pk]),
            _("confirmed on %(day)s") % {"day": format_day(row.day)} if row.day else _("never confirmed"),
            actions=(start,) if number == 0 else (),
        )
        for number, row in enumerate(rows)
    ]
    return TodayGroup("unconfirmed", _("Entries to confirm"), "check", items, total, select, by_date=False)


SOURCES = (
    TodayPart("actors.corrections", 32, _actors_with_corrections, _corrections),
    TodayPart("actors.removals", 33, _requests_to_remove, _removals),
    TodayPart("actors.unconfirmed", 62, _actors_to_ask, _due, in_digest=False),
)
