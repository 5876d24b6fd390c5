"""Autosaving of form input, and discarding it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..access import insider_required
from ..drafts import DraftTooLarge, discard_draft, save_draft
from ..params import positive_int


@require_POST
@insider_required
def save(request):
    """Keep the input of the form named by `draft_key`; answers with a short note for the page."""
    key = request.POST.get("draft_key", "").strip()
    if not key:
        return HttpResponse(status=400)
    try:
        draft = save_draft(
            user=request.user,
            key=key,
            data=request.POST,
            label=request.POST.get("draft_label", ""),
            url=request.POST.get("draft_url", ""),
            base_version=positive_int(request.POST.get("version"), most=2**31 - 1),
        )
    except DraftTooLarge:
        return render(request, "ui/draft_saved.html", {"too_large": True})
    return render(request, "ui/draft_saved.html", {"draft": draft})


@require_POST
@insider_required
def discard(request):
    """Forget the input of the form named by `draft_key` and go back to the form."""
    discard_draft(user=request.user, key=request.POST.get("draft_key", ""))
    target = request.POST.get("draft_url", "")
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})):
        target = "portal:office_home"
    return redirect(target)
