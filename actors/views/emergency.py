"""Emergency access to confidential notes: for the one role, with a reason, for an hour, logged and told to the author."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required
from integration_portal.core.display import format_day
from integration_portal.core.form_fields import put_errors

from ..forms_advisory import EmergencyForm
from ..models import AdvisoryEntry
from ..services import advisory as services
from .advisory import crumbs
from .listing import page_of


def _closed(request):
    if not roles.may_open_in_emergency(request.user):
        raise PermissionDenied
    return AdvisoryEntry.objects.closed_to(request.user)


@require_safe
@login_required
def index(request):
    """Which confidential notes there are: by day and author, nothing else of them."""
    rows = _closed(request).select_related("author").only("happened_on", "is_confidential", "author__name")
    context = {"crumbs": crumbs((_("Emergency access"), None)), "page_obj": page_of(request, rows)}
    return render(request, "actors/advisory/emergency_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def access(request, pk):
    """Ask for the reason, then open the note for an hour."""
    closed = _closed(request)
    if AdvisoryEntry.objects.visible_inside(request.user).filter(pk=pk).exists():
        return redirect("actors:advice", pk=pk)
    note = get_object_or_404(closed.select_related("author"), pk=pk)
    form, status = EmergencyForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.open_in_emergency(entry=note, reason=form.cleaned_data["reason"], by=request.user)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("The note is open to you for one hour. Its author is told."))
                return redirect("actors:advice", pk=pk)
    title = _("Open a confidential note")
    context = {
        "crumbs": crumbs((_("Emergency access"), reverse("actors:advice_emergencies")), (title, None)),
        "title": title,
        "text": _(
            "Confidential note of %(day)s by %(author)s. You see it for one hour. The access is logged, and the author "
            "is told who opened it and why."
        )
        % {"day": format_day(note.happened_on), "author": note.author.name},
        "form": form,
        "submit_label": _("Open for one hour"),
        "cancel_url": reverse("actors:advice_emergencies"),
    }
    return render(request, "ui/form_page.html", context, status=status)
