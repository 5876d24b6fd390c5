"""What the personal link of an invited person opens: the meeting, its papers, and the answer. GET changes nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments, links
from integration_portal.core.views.links import problem_page
from integration_portal.core.writers.pdf import pdf_response

from .. import documents
from ..calendars import meeting_calendar
from ..forms_meetings import AnswerForm
from ..models import Paper
from ..models.meetings import AHEAD
from ..services import invitations as services


def show(request, link, rest):
    """The page behind `/l/<token>/`: the meeting; `einladung.pdf`, `termin.ics`, `anlage/<id>/`."""
    invitee = services.invitee_of(link)
    if invitee is None:
        return problem_page(request, "withdrawn")
    rest = rest.strip("/")
    if rest == "" and request.method in ("GET", "HEAD", "POST"):
        return _page(request, link, invitee)
    if request.method not in ("GET", "HEAD"):
        raise Http404
    if rest == "einladung.pdf":
        return _letter(invitee)
    if rest == "termin.ics":
        response = HttpResponse(meeting_calendar(invitee.meeting), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="termin.ics"'
        return response
    if rest.startswith("anlage/"):
        return _attachment(invitee, rest.removeprefix("anlage/"))
    raise Http404


def _is_guest(invitee):
    return invitee.membership_id is None


def _papers(invitee):
    """Papers of the agenda that the invited person may read: members all that were handed in, guests the released ones."""
    items = documents.seen_items(invitee.meeting, public_only=_is_guest(invitee))
    rows = Paper.objects.exclude(state="draft").filter(pk__in=[item.paper_id for item in items if item.paper_id])
    return list(rows.public() if _is_guest(invitee) else rows)


def _page(request, link, invitee):
    meeting = invitee.meeting
    takes_answers = meeting.state in AHEAD and meeting.starts_at > timezone.now()
    form = AnswerForm(request.POST if request.method == "POST" else None, invitee=invitee) if takes_answers else None
    status = 200
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.answer(invitee=invitee, answer=data["answer"], deputy=form.chosen_deputy, note=data["note"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                links.note_use(link)
                messages.success(request, _("Thank you. Your answer has been noted."))
                return redirect(reverse("core:link", args=[links.token_of(link)]))
    papers = _papers(invitee)
    files = attachments.of_many(papers)
    base = reverse("core:link", args=[links.token_of(link)])
    items = documents.seen_items(meeting, public_only=_is_guest(invitee))
    context = {
        "meeting": meeting,
        "invitee": invitee,
        "form": form,
        "items": items,
        "has_closed": any(not item.is_public for item in items),
        "papers": [(paper, files[paper.pk]) for paper in papers],
        "when": documents.when(meeting),
        "where": documents.where(meeting),
        "base_url": base,
    }
    return render(request, "committees/meetings/link.html", context, status=status)


def _letter(invitee):
    meeting = invitee.meeting
    last = meeting.invitations.order_by("-number").first()
    is_guest = _is_guest(invitee)
    data = documents.invitation_document(
        meeting,
        text=last.text if last else "",
        changes=last.changes if last and not is_guest else "",
        number=last.number if last else 1,
        urgent_reason=meeting.urgent_reason,
        public_only=is_guest,
    )
    return pdf_response(data["title"], documents.as_pdf(data))


def _attachment(invitee, key):
    for rows in attachments.of_many(_papers(invitee)).values():
        for row in rows:
            if str(row.pk) == key and (row.is_public or not _is_guest(invitee)):
                return attachments.download(row)
    raise Http404
