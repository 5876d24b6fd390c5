"""What a revision decides about measures, the gaps between text and measures, and how far they are."""

import datetime

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.params import day as day_of
from integration_portal.core.views.editing import edit_page, posted

from ..flow import fates_of, picture, rows_of, tally
from ..forms import DecisionForm, TakeInForm
from ..implementation import WORDS, ends_of_years, implementation_of
from ..models import RevisionMeasure, SectionLink
from ..services import decisions as services
from ..tree import nodes_of
from .common import act, editable, readable, revision_crumbs


def empty_passages(revision):
    """Sections with text that no goal and no measure is tied to."""
    linked = set(SectionLink.objects.filter(section__revision=revision).values_list("section", flat=True))
    return [node for node in nodes_of(revision) if node.body.strip() and node.field_id and node.pk not in linked]


@require_safe
@login_required
def index(request, pk):
    """The measures of a revision with the decisions, and the gaps: measures without a passage, passages without a measure."""
    revision = readable(request, pk)
    rows = rows_of(revision, public=not roles.reads_all(request.user))
    may_edit = roles.is_office(request.user) and not revision.is_final
    context = {
        "revision": revision,
        "rows": rows,
        "without_passage": [row for row in rows if not row.is_named and row.decision not in ("merged", "discontinued")],
        "without_measure": empty_passages(revision),
        "outside": list(services.linked_measures(revision)) if may_edit else [],
        "may_edit": may_edit,
        "crumbs": revision_crumbs(revision, (_("Measures"), None)),
    }
    return render(request, "concept/office/decisions.html", context)


def flow_context(request, new, others, *, public):
    """What the page on the measures from one revision to another shows; `?von=` is the pk of the old one among `others`."""
    old = next((row for row in others if str(row.pk) == request.GET.get("von")), None) or old_of(new, others)
    fates = fates_of(old, new, public=public) if old else []
    return {
        "revision": new,
        "old": old,
        "others": others,
        "fates": fates,
        "tally": tally(fates),
        "picture": picture(fates),
    }


def old_of(new, others):
    """The revision that another one is compared with unless somebody chooses: what it starts from, else the final one before it."""
    chosen = next((row for row in others if row.pk == new.based_on_id), None)
    before = [
        row for row in others if row.in_force_from and (not new.in_force_from or row.in_force_from < new.in_force_from)
    ]
    return chosen or max(before, key=lambda row: row.in_force_from, default=others[0] if others else None)


@require_safe
@login_required
def flow(request, pk):
    """What became of every measure from an earlier revision to this one."""
    revision = readable(request, pk)
    others = list(revision.concept.revisions.visible_inside(request.user).exclude(pk=pk))
    context = flow_context(request, revision, others, public=not roles.reads_all(request.user))
    url = reverse("concept:decisions", args=[pk])
    crumbs = revision_crumbs(revision, (_("Measures"), url), (_("What became of them"), None))
    return render(request, "concept/flow.html", {**context, "base": "office.html", "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def take_in(request, pk):
    """Put measures into a revision."""
    revision = editable(request, pk)
    url = reverse("concept:decisions", args=[pk])

    def save(form):
        services.add_measures(revision=revision, measures=form.cleaned_data["measures"])
        return url

    return edit_page(
        request, TakeInForm(posted(request), revision=revision), save=save, title=_("Put measures into the revision"),
        cancel=url, trail=revision_crumbs(revision, (_("Measures"), url)),
    )  # fmt: skip


@require_POST
@office_required
def take_in_linked(request, pk):
    """Put all measures that passages name into the revision."""
    revision = editable(request, pk)
    measures = list(services.linked_measures(revision))
    words = ngettext("%(n)s measure has been put in.", "%(n)s measures have been put in.", len(measures))
    return act(
        request, lambda: services.add_measures(revision=revision, measures=measures), words % {"n": len(measures)},
        to=reverse("concept:decisions", args=[pk]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def decide(request, pk, decision):
    """Decide about a measure."""
    revision = editable(request, pk)
    row = get_object_or_404(
        RevisionMeasure.objects.select_related("revision", "measure"), pk=decision, revision=revision
    )
    url = reverse("concept:decisions", args=[pk])

    def save(form):
        services.decide(decision=row, data=form.data_for_service, version=form.cleaned_data["version"])
        return url

    return edit_page(
        request, DecisionForm(posted(request), instance=row), save=save, title=_("Decide about a measure"), cancel=url,
        trail=revision_crumbs(revision, (_("Measures"), url)), text=row.measure.title,
    )  # fmt: skip


@require_POST
@office_required
def remove(request, pk, decision):
    """Take a measure out of a draft."""
    revision = editable(request, pk)
    row = get_object_or_404(revision.decisions, pk=decision)
    return act(
        request, lambda: services.remove_measure(decision=row), _("The measure has been taken out."),
        to=reverse("concept:decisions", args=[pk]),
    )  # fmt: skip


def implementation_context(request, revision, *, public):
    """What the page on the implementation shows: figures on ends of years and today, and changes since `?seit=` or the last end."""
    today = timezone.localdate()
    days = ends_of_years(revision, today)
    since = day_of(request.GET.get("seit")) or (days[-2] if len(days) > 1 else today - datetime.timedelta(days=90))
    since = min(since, today)
    found = implementation_of(revision, days, since=since, public=public)
    return {"revision": revision, "found": found, "since": since, "steps": list(WORDS.items())}


@require_safe
@login_required
def implementation(request, pk):
    """How far the measures of a revision are, by section and goal, over time; what changed, and what is not covered."""
    revision = readable(request, pk)
    context = implementation_context(request, revision, public=not roles.reads_all(request.user))
    crumbs = revision_crumbs(revision, (_("Implementation"), None))
    return render(request, "concept/implementation.html", {**context, "base": "office.html", "crumbs": crumbs})
