"""Changing many measures at once: first a plan that says what would happen, then exactly that, or nothing."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Measure, Status
from .publishing import archive_measure, obstacles_to_publishing, publish_measure, restore_measure, unpublish_measure
from .sheet import place_measure
from .status import check_step, move_status

MOST = 500
ACTIONS = ("status", "field", "responsible", "review", "publish", "unpublish", "archive", "restore")


@dataclass(frozen=True)
class BulkLine:
    """What would happen to one measure: `obstacle` says why nothing, `change` what."""

    measure: Measure
    change: str = ""
    obstacle: str = ""


@dataclass(frozen=True)
class BulkPlan:
    """What a bulk change would do. `versions` binds the commit to the rows as they were shown."""

    action: str
    values: dict
    lines: list[BulkLine] = field(default_factory=list)

    @property
    def changing(self):
        return [line for line in self.lines if line.change]

    @property
    def blocked(self):
        return [line for line in self.lines if line.obstacle]

    @property
    def untouched(self):
        return [line for line in self.lines if not line.change and not line.obstacle]

    @property
    def versions(self):
        return {line.measure.pk: line.measure.version for line in self.changing}


def plan_bulk(*, measures, action, values):
    """Return the plan of a bulk change over a queryset of at most 500 measures; writes nothing.

    `values` holds what the action needs: `status` and `reason`, `field`, `responsible`, `review_on`.
    """
    rows = list(measures.select_related("lead", "responsible").with_placements()[:MOST])
    describe = _DESCRIBE[action]
    lines = []
    for measure in rows:
        try:
            lines.append(BulkLine(measure, change=describe(measure, values)))
        except ValidationError as error:
            lines.append(BulkLine(measure, obstacle=" ".join(error.messages)))
    return BulkPlan(action, values, lines)


@transaction.atomic
def apply_bulk(*, plan, versions):
    """Do what a plan says, all or nothing; returns the number of changed measures.

    `versions` ({id: version}) are those that the user saw. Raises ValidationError when one of the rows has
    changed since, or the plan no longer covers the same rows.
    """
    current = dict(Measure.objects.select_for_update().filter(pk__in=versions).values_list("pk", "version"))
    if current != versions or plan.versions != versions:
        raise ValidationError(
            _("Some of the measures have been changed meanwhile. Please look at the preview again."), code="stale"
        )
    for line in plan.changing:
        _APPLY[plan.action](line.measure, plan.values)
    return len(plan.changing)


# --- what each action would do: "" for nothing, ValidationError for what is not possible ------------------
def _describe_status(measure, values):
    if measure.status == values["status"]:
        return ""
    check_step(old=measure.status, new=values["status"], reason=values.get("reason", ""))
    return _("%(old)s becomes %(new)s") % {"old": measure.state.label, "new": Status(values["status"]).label}


def _describe_field(measure, values):
    target = values["field"]
    here = next((place for place in measure.placements.all() if place.framework_id == target.framework_id), None)
    if here and here.field_id == target.pk:
        return ""
    return _("%(old)s becomes %(new)s, with a new number") % {
        "old": here.field if here else _("no field"),
        "new": target,
    }


def _describe_responsible(measure, values):
    user = values["responsible"]
    if measure.responsible_id == (user.pk if user else None):
        return ""
    return _("%(old)s becomes %(new)s") % {"old": measure.responsible or _("nobody"), "new": user or _("nobody")}


def _describe_review(measure, values):
    day = values["review_on"]
    if measure.next_review_on == day:
        return ""
    return _("follow-up on %(day)s") % {"day": f"{day:%d.%m.%Y}"} if day else _("no follow-up")


def _describe_publish(measure, values):
    if measure.is_published:
        return ""
    obstacles = obstacles_to_publishing(measure)
    if obstacles:
        raise ValidationError(obstacles)
    return _("becomes public")


def _describe_unpublish(measure, values):
    return _("is no longer public") if measure.is_published else ""


def _describe_archive(measure, values):
    return "" if measure.archived_at else _("is archived")


def _describe_restore(measure, values):
    return _("is taken back from the archive") if measure.archived_at else ""


_DESCRIBE = {
    "status": _describe_status,
    "field": _describe_field,
    "responsible": _describe_responsible,
    "review": _describe_review,
    "publish": _describe_publish,
    "unpublish": _describe_unpublish,
    "archive": _describe_archive,
    "restore": _describe_restore,
}


# --- and does -------------------------------------------------------------------------------------------
def _apply_status(measure, values):
    move_status(measure=measure, to=values["status"], reason=values.get("reason", ""))


def _apply_field(measure, values):
    place_measure(measure=measure, field=values["field"])
    measure.save()  # counts the version up, so that an open form of somebody else notices


def _apply_responsible(measure, values):
    measure.responsible = values["responsible"]
    measure.save()


def _apply_review(measure, values):
    measure.next_review_on = values["review_on"]
    measure.save()


_APPLY = {
    "status": _apply_status,
    "field": _apply_field,
    "responsible": _apply_responsible,
    "review": _apply_review,
    "publish": lambda measure, values: publish_measure(measure=measure),
    "unpublish": lambda measure, values: unpublish_measure(measure=measure),
    "archive": lambda measure, values: archive_measure(measure=measure),
    "restore": lambda measure, values: restore_measure(measure=measure),
}
