"""What a personal link of a registration opens: its state, and the button to sign off. GET changes nothing."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from integration_portal.core import links
from integration_portal.core.views.links import problem_page

from ..models import EventRegistration
from ..services import registrations

State = EventRegistration.State


def show(request, link, rest):
    """The page behind `/l/<token>/`; a POST signs off."""
    row = registrations.registration_of(link)
    if row is None or row.forgotten_at:
        return problem_page(request, "withdrawn")
    if rest.strip("/") or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            registrations.sign_off(registration=row)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            return redirect(links.path_of(link))
    context = {
        "registration": row,
        "event": row.event,
        "dates": [date for date in row.event.dates.all() if date.end_day >= timezone.localdate()]
        or row.event.dates.all(),
        "may_sign_off": row.state in (State.REGISTERED, State.WAITING),
        "error": error,
    }
    return render(request, "measures/events/link.html", context, status=422 if error else 200)
