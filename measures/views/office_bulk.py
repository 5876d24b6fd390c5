"""Changing many measures at once: choose, preview, commit exactly what was previewed."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from integration_portal.core.access import office_required
from integration_portal.core.params import positive_int

from ..forms import BulkForm
from ..models import Measure
from ..services import apply_bulk, plan_bulk
from ..services.bulk import ACTIONS, MOST
from .office import crumbs

TITLES = {
    "status": gettext_lazy("Set the status"),
    "field": gettext_lazy("Set the field of action"),
    "responsible": gettext_lazy("Set who looks after them"),
    "review": gettext_lazy("Set the follow-up"),
    "publish": gettext_lazy("Publish"),
    "unpublish": gettext_lazy("Unpublish"),
    "archive": gettext_lazy("Archive"),
    "restore": gettext_lazy("Take back from the archive"),
}
SALT = "measures.bulk"


def _back(request):
    target = request.POST.get("zurueck", "")
    allowed = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if allowed else reverse("measures:office_list")


@require_POST
@office_required
def bulk(request):
    """One address for the three steps: values to enter, preview, commit. Nothing is changed before the last."""
    action = request.POST.get("aktion", "")
    chosen = [pk for pk in map(positive_int, request.POST.getlist("auswahl")) if pk][: MOST + 1]
    if action not in ACTIONS or not chosen:
        messages.error(
            request,
            _("Please tick at least one measure first.") if action in ACTIONS else _("Please choose what to do."),
        )
        return redirect(_back(request))
    if len(chosen) > MOST:
        messages.error(request, _("At most %(number)d measures at once, please.") % {"number": MOST})
        return redirect(_back(request))
    measures = Measure.objects.editable_by(request.user).filter(pk__in=chosen).order_by("sort_title", "pk")
    step = request.POST.get("schritt", "")
    needs_input = action in BulkForm.NEEDS
    form = BulkForm(request.POST if step or not needs_input else None, action=action)
    plan = None
    if form.is_bound and form.is_valid():
        plan = plan_bulk(measures=measures, action=action, values=form.cleaned_data)
        if step == "ausfuehren" and plan.changing:
            try:
                versions = signing.loads(request.POST.get("stand", ""), salt=SALT, max_age=24 * 3600)
                number = apply_bulk(plan=plan, versions={int(key): value for key, value in versions.items()})
            except signing.BadSignature:
                messages.error(request, _("This preview is too old. Please look at it again."))
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, _("%(number)d measures have been changed.") % {"number": number})
                return redirect(_back(request))
    return render(
        request,
        "measures/office/bulk.html",
        {
            "title": TITLES[action],
            "action": action,
            "chosen": chosen,
            "count": len(chosen),
            "form": form,
            "plan": plan,
            "stamp": signing.dumps(plan.versions, salt=SALT) if plan else "",
            "back": _back(request),
            "crumbs": crumbs((TITLES[action], None)),
        },
    )
