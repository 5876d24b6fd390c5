"""What the today page says about persons whose entry has to be looked at."""

from django.db.models import F, Value
from django.db.models.functions import Concat, Trim
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart

from .persons import to_review


def _rows(query):
    if not roles.is_office(query.user):
        return None
    rows = to_review(query.on, query.user, query.site.review_persons_after_months)
    columns = {"title": Trim(Concat("first_name", Value(" "), "last_name")), "day": F("review_on")}
    return rows, columns, [F("review_on").asc(nulls_last=True), F("sort_name").asc(), F("pk").asc()]


def _group(query, rows, total):
    items = [
        TodayItem(
            row.title,
            url := reverse("actors:person_detail", args=[row.pk]),
            _("Is the entry still needed?"),
            row.day,
            actions=(TodayAction(_("Look at it"), url),),
        )
        for row in rows
    ]
    return TodayGroup(
        "persons", _("Persons to look at"), "lock", items, total, reverse("core:personal_due"), by_date=False
    )


TO_REVIEW = TodayPart("actors.persons_to_review", 75, _rows, _group, in_digest=False)
