"""Pages of frameworks and fields of action that everyone may read."""

import datetime

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import calendar, panels

from ..models import FieldOfAction, Framework, Goal

UPCOMING_DAYS = 183
MOST_DATES = 8


@require_safe
def field_list(request):
    """The fields of the frameworks in force, or of the framework that `?rahmen=` names; the page says which are in force."""
    today = timezone.localdate()
    fields = FieldOfAction.objects.order_by("order", "number")
    frameworks = list(Framework.objects.prefetch_related(Prefetch("fields", queryset=fields)))
    for framework in frameworks:
        framework.in_force = framework.is_in_force(today)
    asked = request.GET.get("rahmen", "")
    chosen = [framework for framework in frameworks if framework.slug == asked]
    notices = []
    if asked and not chosen:
        notices.append(_("“%(value)s” is not a known framework; these are the ones in force.") % {"value": asked[:60]})
    shown = chosen or [framework for framework in frameworks if framework.in_force]
    path = reverse("fields_of_action:list")
    context = {
        "frameworks": shown,
        "others": [framework for framework in frameworks if framework not in shown],
        "only_one": bool(chosen),
        "notices": notices,
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Fields of action"), path if chosen else None)]
        + [(framework.title, None) for framework in chosen],
        "canonical_url": request.build_absolute_uri(f"{path}?rahmen={chosen[0].slug}" if chosen else path),
        "page_description": _("The fields in which the district works on living well together."),
    }
    return render(request, "fields_of_action/public/list.html", context)


@require_safe
def field_detail(request, slug):
    """A field of action: its text, its goals, and what other parts of the portal know about it."""
    field = get_object_or_404(FieldOfAction.objects.select_related("framework"), slug=slug)
    today = timezone.localdate()
    context = {
        "field": field,
        "in_force": field.framework.is_in_force(today),
        "goals": goal_tree(field),
        "panels": panels.collect(request, "field:public", field),
        "dates": upcoming(request.user, field, today),
        "crumbs": [
            (_("Home"), reverse("portal:home")),
            (_("Fields of action"), reverse("fields_of_action:list")),
            (field.label, None),
        ],
        "canonical_url": request.build_absolute_uri(field.get_absolute_url()),
        "page_description": field.teaser or field.label,
    }
    return render(request, "fields_of_action/public/detail.html", context)


def goal_tree(field):
    """[(overall goal or None, its objectives)] of a field in the order of their numbers; None holds objectives without one."""
    goals = list(Goal.objects.filter(field=field, is_active=True).order_by("code_key", "sort_title"))
    below = {}
    shown = {goal.pk for goal in goals if goal.level == Goal.Level.OVERALL}
    for goal in goals:
        if goal.level == Goal.Level.OBJECTIVE:
            below.setdefault(goal.parent_id if goal.parent_id in shown else None, []).append(goal)
    tree = [(goal, below.get(goal.pk, [])) for goal in goals if goal.pk in shown]
    return [*tree, (None, below[None])] if None in below else tree


def upcoming(user, field, today):
    """The next dates of the field that the user may see, from today on; events have their own panel."""
    end = today + datetime.timedelta(days=UPCOMING_DAYS)
    found = calendar.entries(user, today, end, beside_panels=True)
    return [entry for entry in found if field.pk in entry.field_ids][:MOST_DATES]
