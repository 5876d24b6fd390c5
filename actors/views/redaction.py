"""Taking a person out of the audit trail, on request of the person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration_portal.core.access import office_required

from .. import erasure
from ..forms import RedactForm
from ..models import Person


def _crumbs(*rest):
    return [(_("Persons"), reverse("actors:person_list")), *rest]


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def redact(request, pk):
    """Take what the audit trail still holds of a person out of it; logged, and for good."""
    person = get_object_or_404(Person.objects.editable_by(request.user), pk=pk)
    form = RedactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        redaction = erasure.erase_from_audit(person=person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Done. Entries of the history changed: %(number)s") % {"number": redaction.entries})
        return redirect(person)
    context = {
        "form": form,
        "title": _("Take %(name)s out of the history?") % {"name": person},
        "text": _(
            "Old names, addresses and notes of this person disappear from the history for good. The person's present entry stays as it is."
            " Who did this, when and why is recorded."
        ),
        "submit_label": _("Take out of the history"),
        "cancel_url": person.get_absolute_url(),
        "crumbs": _crumbs((person.name, person.get_absolute_url()), (_("Take out of the history"), None)),
    }
    return render(request, "actors/office/step.html", context, status=422 if form.is_bound else 200)
