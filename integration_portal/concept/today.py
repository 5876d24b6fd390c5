"""What the concept brings to the today page: tasks in the margin."""

import json

from django.db.models import F
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, tone_of

from .models import MarginNote


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
