"""What the concept brings to the today page and the calendar: tasks in the margin, statements to assess, ends of consultations."""

import datetime
import json

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, tone_of

from .models import Consultation, MarginNote, ProcessPhase, Statement


def rows(query):
    """Open tasks in the margin, the account's own or all, by day."""
    if not roles.reads_all(query.user):
        return None
    found = MarginNote.objects.tasks().open()
    if query.mine:
        found = found.filter(assigned_to=query.user)
    columns = {
        "title": JSONObject(
            text=F("text"), section=F("section__title"), key=F("section__key"), revision=F("section__revision_id"),
            label=F("section__revision__label"),
        ),
        "day": F("due_on"),
    }  # fmt: skip
    return found, columns, [F("due_on").asc(nulls_last=True), F("pk").asc()]


def group(query, found, total):
    """The group of `rows`."""
    items = []
    for row in found:
        told = json.loads(row.title)
        url = reverse("concept:section", args=[told["revision"], told["key"]]) + f"#notiz-{row.pk}"
        items.append(
            TodayItem(
                title=told["text"][:120],
                url=url,
                context=f"{told['label']} · {told['section']}",
                due=row.day,
                tone=tone_of(row.day, query.on),
                actions=(TodayAction(_("Open"), url),),
            )
        )
    return TodayGroup(
        key="concept.margin", label=_("Tasks in the concept"), icon="book", items=items, total=total,
        more_url=reverse("concept:office_list"),
    )  # fmt: skip


MARGIN = TodayPart("concept.margin", 24, rows, group)


# --- consultations ----------------------------------------------------------------------------------------------------
def consultation_rows(query):
    """Consultations with statements that are still to be assessed, the one that ends first at the top."""
    if not roles.reads_all(query.user):
        return None
    open_ones = Statement.objects.to_assess().filter(consultation=OuterRef("pk")).order_by()
    found = Consultation.objects.filter(Exists(open_ones))
    counted = open_ones.values("consultation").annotate(number=Count("pk")).values("number")
    columns = {"title": F("title"), "day": F("ends_on"), "number": Subquery(counted)}
    return found, columns, [F("ends_on").asc(), F("pk").asc()]


def consultations(query, found, total):
    """The group of `consultation_rows`."""
    items = []
    for row in found:
        words = ngettext("%(n)s statement to assess", "%(n)s statements to assess", row.number) % {"n": row.number}
        url = reverse("concept:consultation", args=[row.pk]) + "?abwaegung=offen"
        items.append(TodayItem(title=row.title, url=url, context=words, actions=(TodayAction(_("Assess"), url),)))
    return TodayGroup(
        key="concept.statements", label=_("Statements"), icon="megaphone", items=items, total=total, by_date=False,
        more_url=reverse("concept:consultations"),
    )  # fmt: skip


def entries(user, start, end):
    """First and last days of consultations: all for those who read everything, public ones for others."""
    rows = Consultation.objects.all() if roles.reads_all(user) else Consultation.objects.public()
    found = []
    for row in rows.filter(Q(starts_on__range=(start, end)) | Q(ends_on__range=(start, end))):
        url = row.get_absolute_url() if roles.reads_all(user) else row.get_public_url()
        for day, words in (
            (row.starts_on, _("Consultation begins: %(title)s")),
            (row.ends_on, _("Consultation ends: %(title)s")),
        ):
            if start <= day <= end:
                found.append(CalendarEntry(start=day, end=day, title=words % {"title": row.title}, url=url))
    return found


STATEMENTS = TodayPart("concept.statements", 26, consultation_rows, consultations)
CONSULTATIONS = CalendarSource(key="concept.consultations", label=gettext_lazy("Consultations"), entries=entries)


# --- updates --------------------------------------------------------------------------------------------------------------
#: A phase stands on the today page from that many days before its end on.
PHASE_AHEAD = 14


def phase_rows(query):
    """Phases that are not done and end soon or have ended: the account's own, or all."""
    if not roles.reads_all(query.user):
        return None
    found = ProcessPhase.objects.open().filter(ends_on__lte=query.on + datetime.timedelta(days=PHASE_AHEAD))
    if query.mine:
        found = found.filter(responsible=query.user)
    columns = {
        "title": JSONObject(title=F("title"), process=F("process__title"), pk=F("process_id")),
        "day": F("ends_on"),
    }
    return found, columns, [F("ends_on").asc(), F("pk").asc()]


def phases(query, found, total):
    """The group of `phase_rows`."""
    items = []
    for row in found:
        told = json.loads(row.title)
        url = reverse("concept:process", args=[told["pk"]]) + f"#phase-{row.pk}"
        items.append(
            TodayItem(
                title=told["title"], url=url, context=told["process"], due=row.day, tone=tone_of(row.day, query.on),
                actions=(
                    TodayAction(_("Done"), reverse("concept:phase_done", args=[told["pk"], row.pk]), post=True),
                ) if roles.is_office(query.user) else (TodayAction(_("Open"), url),),
            )
        )  # fmt: skip
    return TodayGroup(
        key="concept.phases", label=_("Phases of the update"), icon="clock", items=items, total=total,
        more_url=reverse("concept:processes"),
    )  # fmt: skip


def phase_entries(user, start, end):
    """First and last days of phases: all for those who read everything, of public updates for others."""
    rows = ProcessPhase.objects.select_related("process")
    inside = roles.reads_all(user)
    if not inside:
        rows = rows.filter(process__is_published=True)
    found = []
    for row in rows.filter(Q(starts_on__range=(start, end)) | Q(ends_on__range=(start, end))):
        url = row.get_absolute_url() if inside else row.process.get_public_url()
        for day, words in ((row.starts_on, _("Phase begins: %(title)s")), (row.ends_on, _("Phase ends: %(title)s"))):
            if start <= day <= end:
                found.append(CalendarEntry(start=day, end=day, title=words % {"title": row.title}, url=url))
    return found


PHASES = TodayPart("concept.phases", 25, phase_rows, phases)
PHASE_DATES = CalendarSource(key="concept.phases", label=gettext_lazy("Updates of the concept"), entries=phase_entries)
