"""Pages for a partner with an account: what the portal knows of the own organisation, and a way to propose changes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels
from integration_portal.core.access import insider_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.site import settings_of

from ..confirming import state_of
from ..forms_confirmation import EntryForm
from ..items import entry_rows, load_entry
from ..models import Actor, ConfirmationRequest, ProposedChange
from ..services import confirmation
from .proposals import lines_of

PER_PAGE, SHOWN = 25, 20


def _own(request):
    """The actors the account acts for; for every other one the pages are not there."""
    return Actor.objects.represented_by(request.user).distinct()


def _crumbs(*rest):
    return [(_("My organisation"), reverse("actors:partner_list")), *rest]


@require_safe
@insider_required
def index(request):
    """The organisations of an account; a single one is shown at once."""
    rows = _own(request).order_by("sort_name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    if page.paginator.count == 1:
        return redirect("actors:partner", pk=page.object_list[0].pk)
    site = settings_of(request)
    rows = [(actor, state_of(actor, site)) for actor in page]
    return render(request, "actors/partner/list.html", {"page_obj": page, "rows": rows})


@require_safe
@insider_required
def show(request, pk):
    """The entry, what is asked of the organisation, its measures and events, and what the public sees."""
    get_object_or_404(_own(request), pk=pk)
    actor = load_entry(pk)
    changes = ProposedChange.objects.visible_inside(request.user).filter(actor=actor).exclude(state="replaced")
    changes = changes.select_related("request", "proposed_by").order_by("-created_at", "-pk")[:SHOWN]
    requests = ConfirmationRequest.objects.visible_inside(request.user).unanswered().filter(actor=actor)
    context = {
        "crumbs": _crumbs((actor.name, None)),
        "actor": actor,
        "groups": entry_rows(actor),
        "freshness": state_of(actor, settings_of(request)),
        "requests": requests.select_related("round"),
        "proposed": lines_of(actor, changes),
        "panels": panels.collect(request, "actor:partner", actor),
    }
    return render(request, "actors/partner/show.html", context)


@require_POST
@insider_required
def confirm(request, pk):
    """The entry is right as it was shown."""
    actor = get_object_or_404(_own(request).current(), pk=pk)
    try:
        version = positive_int(request.POST.get("version")) or 0
        confirmation.answer_with_account(actor=actor, by=request.user, version=version)
    except StaleObject:
        messages.warning(request, _("The entry has changed meanwhile. Please look at it once more."))
    else:
        messages.success(request, _("Thank you. The details are noted as confirmed today."))
    return redirect("actors:partner", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@insider_required
def propose(request, pk):
    """Propose changes to the entry, item by item; the office decides as with an answer by link."""
    get_object_or_404(_own(request).current(), pk=pk)
    actor, status = load_entry(pk), 200
    own = ProposedChange.objects.waiting().filter(actor=actor, proposed_by=request.user)
    typed = {row.field: [row.before, row.after] for row in own}
    form = EntryForm(request.POST or None, actor=actor, version=actor.version, typed=typed)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                confirmation.answer_with_account(actor=actor, by=request.user, changes=form.changes)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, _("Thank you. We look at your corrections and tell you by mail what became of them.")
                )
                return redirect("actors:partner", pk=pk)
    title = _("Propose changes")
    context = {
        "crumbs": _crumbs((actor.name, reverse("actors:partner", args=[pk])), (title, None)),
        "title": title,
        "actor": actor,
        "form": form,
        "cancel_url": reverse("actors:partner", args=[pk]),
    }
    return render(request, "actors/partner/propose.html", context, status=status)
