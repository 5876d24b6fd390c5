"""Changes that partners propose, and wishes to be removed: the office compares, accepts or declines."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.params import page_number

from ..forms_confirmation import SettleForm
from ..items import REMARK, Words, digest, full_label, items_of, label_of, load_entry
from ..models import Actor, ConfirmationRequest, ProposedChange
from ..services import confirmation, proposals

PER_PAGE, SHOWN_DECIDED = 50, 30


def _crumbs(*rest):
    return [(_("Confirm details"), reverse("actors:confirmation_rounds")), *rest]


@dataclass
class Line:
    """A proposed change in words: what the partner saw, what they propose, what the entry says now."""

    change: ProposedChange
    label: str
    before: str
    after: str
    now: str
    has_conflict: bool
    is_gone: bool
    is_remark: bool
    seen: str
    error: str = ""
    typed: str = ""


def lines_of(actor, changes):
    """The lines of proposed changes; `actor` comes from `load_entry`. One query for each kind of choice."""
    known, changes = items_of(actor), list(changes)
    pairs = []
    for change in changes:
        if item := known.get(change.field):
            pairs += [(item, change.before), (item, change.after), (item, item.value)]
    words, found = Words(pairs), []
    for change in changes:
        item = known.get(change.field)
        if item is None:
            is_remark = change.field == REMARK
            label, after = label_of(change.field), change.after
            found.append(Line(change, label, "", after or "", "", False, not is_remark, is_remark, ""))
            continue
        before, after, now = (words.say(item, value) for value in (change.before, change.after, item.value))
        conflict = proposals.has_conflict(change, item)
        found.append(Line(change, full_label(item), before, after, now, conflict, False, False, digest(item.value)))
    return found


@require_safe
@reader_required
def index(request):
    """The actors with changes that wait for a decision, oldest first."""
    waiting = Q(proposed_changes__state="open")
    rows = (
        Actor.objects.filter(waiting)
        .annotate(number=Count("proposed_changes", filter=waiting), latest=Max("proposed_changes__created_at"))
        .order_by("latest", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    context = {"crumbs": _crumbs((_("Corrections"), None)), "page_obj": page}
    return render(request, "actors/confirmation/proposals.html", context)


def _review(request, pk, *, errors=None, typed=None, status=200):
    actor = load_entry(pk)
    changes = ProposedChange.objects.filter(actor=actor).select_related("request__round", "proposed_by", "decided_by")
    lines = lines_of(actor, changes.waiting())
    for line in lines:
        line.error = (errors or {}).get(line.change.pk, "")
        line.typed = (typed or {}).get(line.change.pk, "")
    decided = changes.filter(state__in=("accepted", "declined")).order_by("-decided_at", "-pk")[:SHOWN_DECIDED]
    context = {
        "crumbs": _crumbs((_("Corrections"), reverse("actors:proposals")), (actor.name, None)),
        "actor": actor,
        "lines": lines,
        "plain": sum(not (line.has_conflict or line.is_gone or line.is_remark) for line in lines),
        "decided": lines_of(actor, decided),
        "may_edit": request.user.is_office,
        "looked_at": timezone.now().isoformat(),
    }
    return render(request, "actors/confirmation/review.html", context, status=status)


@require_safe
@reader_required
def review(request, pk):
    """Everything proposed for one actor: before, proposed, now."""
    get_object_or_404(Actor.objects.visible_inside(request.user), pk=pk)
    return _review(request, pk)


@require_POST
@office_required
def decide(request, pk):
    """Accept or decline one item; a refused decision comes back beside the item with the typed reason."""
    change = get_object_or_404(ProposedChange.objects.select_related("actor"), pk=pk)
    reason = request.POST.get("reason", "").replace("\x00", "")[:300]
    try:
        if request.POST.get("tun") == "ablehnen":
            proposals.decline_change(change=change, by=request.user, reason=reason)
            messages.success(request, _("Declined. The entry stays as it is."))
        else:
            seen = request.POST.get("gesehen") or None
            proposals.accept_change(change=change, by=request.user, seen=seen, reason=reason)
            messages.success(request, _("Taken over."))
    except ValidationError as error:
        codes = {one.code for one in getattr(error, "error_list", [])}
        if "state" in codes:
            messages.warning(request, " ".join(error.messages))
            return redirect("actors:proposal_review", pk=change.actor_id)
        text, typed = " ".join(error.messages), {change.pk: reason}
        return _review(request, change.actor_id, errors={change.pk: text}, typed=typed, status=422)
    return redirect("actors:proposal_review", pk=change.actor_id)


@require_POST
@office_required
def accept_all(request, pk):
    """Accept everything shown that holds no conflict; remarks wait for somebody to read them."""
    actor = get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)
    try:
        upto = parse_datetime(request.POST.get("gesehen", ""))
    except ValueError:
        upto = None
    if upto is None or timezone.is_naive(upto):
        messages.error(request, _("Please open this page again."))
        return redirect("actors:proposal_review", pk=actor.pk)
    number, problems = proposals.accept_all(actor=actor, by=request.user, upto=upto)
    words = ngettext("One change was taken over.", "%(n)s changes were taken over.", number) % {"n": number}
    messages.success(request, words)
    for problem in dict.fromkeys(problems):
        messages.warning(request, problem)
    return redirect("actors:proposal_review", pk=actor.pk)


# --- wishes to be removed ---------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def removal(request, pk):
    """The steps to take an actor out: what will happen, what hangs on it, and the decision with its reason."""
    rows = ConfirmationRequest.objects.select_related("actor", "round")
    row = get_object_or_404(rows.removal_wishes(), pk=pk)
    form, status = SettleForm(request.POST or None, initial={"outcome": "archive"}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            archive = form.cleaned_data["outcome"] == "archive"
            try:
                confirmation.settle_removal(
                    request=row, archive=archive, reason=form.cleaned_data["reason"], by=request.user
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The wish is settled; the organisation gets a mail."))
                return redirect(row.actor)
    context = {
        "crumbs": _crumbs((_("Wish to be removed"), None)),
        "row": row,
        "actor": row.actor,
        "persons": row.actor.persons.distinct(),
        "form": form,
        "cancel_url": row.actor.get_absolute_url(),
    }
    return render(request, "actors/confirmation/removal.html", context, status=status)
