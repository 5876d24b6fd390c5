"""One's own account: name and roles, unsaved input, jobs."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access import login_required
from ..models import FormDraft, Job
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
            "drafts": FormDraft.objects.filter(user=user)[:SHOWN],
            "jobs": Job.objects.filter(owner=user)[:SHOWN],
        },
    )
