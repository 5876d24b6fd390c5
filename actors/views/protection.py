"""Requests for access and erasure that start at a person's page."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration_portal.core.access import office_required
from integration_portal.core.forms_personal import RequestForm
from integration_portal.core.personal import requests

from ..models import Person
from ..protection.subjects import subject_of_person


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def request_of_person(request, pk):
    """Enter that the person asks for access or erasure, and look everything up."""
    person = get_object_or_404(Person.objects.editable_by(request.user).filter(anonymised_at__isnull=True), pk=pk)
    kind = "erasure" if request.GET.get("art") == "loeschung" else "access"
    form = RequestForm(request.POST if request.method == "POST" else None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        row = requests.open_request(
            kind=form.cleaned_data["kind"],
            subject=subject_of_person(person),
            note=form.cleaned_data["note"],
            by=request.user,
        )
        return redirect(row)
    title = _("Request of a person")
    context = {
        "form": form,
        "title": title,
        "text": _(
            "The portal looks for %(name)s everywhere and shows what it found, or what would be erased. Nothing is given "
            "out or erased before you say so."
        )
        % {"name": person.name},
        "submit_label": _("Look it up"),
        "cancel_url": person.get_absolute_url(),
        "crumbs": [
            (_("Persons"), reverse("actors:person_list")), (person.name, person.get_absolute_url()), (title, None),
        ],
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.is_bound else 200)
