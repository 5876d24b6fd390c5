"""One's own account: name and roles, unsaved input, jobs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import roles as role_words
from ..access import insider_required, login_required
from ..models import Digest, FormDraft, Job
from ..roles import Role

SHOWN = 20


@require_safe
@login_required
def show(request):
    """Everything here belongs to the account that asks."""
    user = request.user
    roles = [Role(name).label for name in Role.values if name in user.role_names]
    if user.is_superuser:
        roles.append(_("Administrator"))
    return render(
        request,
        "core/profile.html",
        {
            "crumbs": [(_("My account"), None)],
            "roles": roles,
            "shows_digest": role_words.is_insider(user),
            "digest_wanted": not Digest.objects.filter(user=user, is_wanted=False).exists(),
            "drafts": FormDraft.objects.filter(user=user)[:SHOWN],
            "jobs": Job.objects.filter(owner=user)[:SHOWN],
        },
    )


@require_POST
@insider_required
def digest(request):
    """Switch one's own weekly mail on or off."""
    wanted = request.POST.get("gewuenscht") == "1"
    row, created = Digest.objects.get_or_create(user=request.user, defaults={"is_wanted": wanted})
    if not created and row.is_wanted != wanted:
        row.is_wanted = wanted
        row.save(update_fields=["is_wanted"])
    messages.success(request, _("You will get the weekly mail.") if wanted else _("You will get no weekly mail."))
    return redirect("core:profile")
