"""Invitations in the office views: sending, letters, lists to print, guests, answers taken by telephone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required, reader_required
from integration_portal.core.form_fields import put_errors
from integration_portal.core.locking import StaleObject
from integration_portal.core.views.editing import edit_page, posted
from integration_portal.core.writers.pdf import pdf_response

from .. import documents
from ..calendars import meeting_calendar
from ..forms_meetings import AnswerForm, GuestForm, InviteForm
from ..members import in_office, person_of
from ..models import Invitee
from ..rules.notice import Notice
from ..services import invitations as services
from .meetings import FORM, found, kept, of_meeting


@require_http_methods(FORM)
@office_required
def invite(request, pk):
    """Check the notice period, see what has changed, and send the invitation."""
    meeting = kept(request, pk)
    version = meeting.version
    invitees = services.listed(meeting)
    ways = {services.way_of(row) for row in invitees if row.membership_id}
    check = services.check_notice(meeting, ways)
    form = InviteForm(posted(request), invitees=invitees, check=check, initial={"version": version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.send_invitation(
                    meeting=meeting,
                    text=form.cleaned_data["text"],
                    ways=form.ways,
                    urgent_reason=form.cleaned_data.get("urgent_reason", ""),
                    knowingly=form.cleaned_data.get("knowingly", False),
                    version=form.cleaned_data["version"],
                    by=request.user,
                )
            except StaleObject:
                form.add_error(None, _("The meeting has been changed meanwhile. Please look at it once more."))
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                return _sent(request, meeting, made)
    before = meeting.invitations.order_by("-number").first()
    context = {
        "crumbs": of_meeting(meeting, (_("Invite"), None)),
        "meeting": meeting,
        "form": form,
        "invitees": invitees,
        "check": check,
        "before": before,
        "changes": services.changes_since(meeting, before) if before else [],
    }
    return render(request, "committees/meetings/invite.html", context, status=status)


def _sent(request, meeting, made):
    ways = list(made.dispatches.values_list("way", flat=True))
    by_mail, others = ways.count("email"), len(ways) - ways.count("email")
    words = ngettext("%(number)d invitation goes out by e-mail.", "%(number)d invitations go out by e-mail.", by_mail)
    messages.success(request, words % {"number": by_mail})
    if others:
        words = ngettext("%(number)d letter is to be printed.", "%(number)d letters are to be printed.", others)
        messages.warning(request, words % {"number": others})
    return redirect(f"{meeting.get_absolute_url()}#eingeladene")


def file_response(data, fmt):
    """A document as a download: "pdf" or "docx"."""
    if fmt == "docx":
        return documents.word_response(data)
    return pdf_response(data["title"], documents.as_pdf(data))


def _address(person):
    return [person.name, ""]


@require_safe
@login_required
def paper(request, pk, what, fmt):
    """A paper of the meeting to print: the invitation, the agenda, the attendance list, the letters for those invited by post."""
    meeting = found(request, pk)
    inside = roles.reads_all(request.user)
    last = meeting.invitations.order_by("-number").first()
    if what == "einladung":
        data = documents.invitation_document(
            meeting,
            text=last.text if last else "",
            changes=last.changes if last else "",
            number=last.number if last else 1,
            urgent_reason=meeting.urgent_reason,
        )
    elif what == "tagesordnung":
        data = documents.agenda_document(meeting)
    elif what == "aushang":
        data = documents.agenda_document(meeting, public_only=True)
    elif what == "anwesenheit" and inside:
        rows = [row for row in in_office(meeting.committee, meeting.day) if row.kind == "member"]
        lines = [(row.seat.name, row.person.name, row.seat.is_voting) for row in rows]
        data = documents.attendance_document(meeting, lines)
    elif what == "briefe" and inside and last is not None:
        by_post = last.dispatches.exclude(way="email").select_related("invitee__person")
        letters = [_address(row.invitee.person) for row in by_post if row.invitee.membership_id]
        if not letters:
            raise Http404
        data = documents.invitation_document(
            meeting,
            text=last.text,
            changes=last.changes,
            number=last.number,
            urgent_reason=meeting.urgent_reason,
            letters=letters,
        )
    else:
        raise Http404
    return file_response(data, fmt)


@require_safe
@login_required
def calendar(request, pk):
    """The date as a calendar file."""
    meeting = found(request, pk)
    response = HttpResponse(meeting_calendar(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(meeting.short) or "sitzung"}.ics"'
    return response


@require_http_methods(FORM)
@office_required
def guest(request, pk):
    """Put somebody who is no member on the list of those invited."""
    meeting = kept(request, pk)

    def save(form):
        services.add_guest(meeting=meeting, person=form.cleaned_data["person"])
        return f"{meeting.get_absolute_url()}#eingeladene"

    return edit_page(
        request,
        GuestForm(posted(request), meeting=meeting),
        save=save,
        title=_("Invite a guest"),
        cancel=meeting.get_absolute_url(),
        trail=of_meeting(meeting),
        text=_("Guests get the public part of the agenda only."),
    )


def _invitee(request, pk, invitee):
    meeting = kept(request, pk)
    rows = meeting.invitees.select_related("meeting__committee", "person", "membership__seat", "link")
    return meeting, get_object_or_404(rows, pk=invitee)


@require_POST
@office_required
def guest_remove(request, pk, invitee):
    """Take a guest off the list."""
    meeting, row = _invitee(request, pk, invitee)
    try:
        services.remove_guest(invitee=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{meeting.get_absolute_url()}#eingeladene")


@require_http_methods(FORM)
@office_required
def answer(request, pk, invitee):
    """Note an answer that came by telephone."""
    meeting, row = _invitee(request, pk, invitee)

    def save(form):
        data = form.cleaned_data
        services.answer(
            invitee=row, answer=data["answer"], deputy=form.chosen_deputy, note=data["note"], by_office=True
        )
        return f"{meeting.get_absolute_url()}#eingeladene"

    return edit_page(
        request,
        AnswerForm(posted(request), invitee=row),
        save=save,
        title=_("Answer of %(name)s") % {"name": row.person.name},
        cancel=meeting.get_absolute_url(),
        trail=of_meeting(meeting),
    )


@require_http_methods(("POST",))
@login_required
def own_answer(request, pk):
    """The answer of the member who is logged in."""
    meeting = found(request, pk)
    me = person_of(request.user)
    row = get_object_or_404(
        Invitee.objects.select_related("meeting__committee", "person", "membership__seat"), meeting=meeting, person=me
    )
    form = AnswerForm(request.POST, invitee=row)
    if form.is_valid():
        try:
            services.answer(
                invitee=row,
                answer=form.cleaned_data["answer"],
                deputy=form.chosen_deputy,
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Thank you. Your answer has been noted."))
    else:
        messages.error(request, _("Please choose one of the answers."))
    return redirect(meeting)


@require_POST
@office_required
def remind(request, pk):
    """Remind those who have not answered."""
    meeting = kept(request, pk)
    try:
        number = services.remind(meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = ngettext("%(number)d reminder goes out.", "%(number)d reminders go out.", number)
        messages.success(request, words % {"number": number})
    return redirect(f"{meeting.get_absolute_url()}#eingeladene")


@require_safe
@reader_required
def sent(request, pk, number):
    """An invitation as it was sent: when, to whom, by which way, with the check of the notice period."""
    meeting = found(request, pk)
    row = get_object_or_404(meeting.invitations.select_related("sent_by"), number=number)
    context = {
        "crumbs": of_meeting(meeting, (_("Invitation %(number)d") % {"number": number}, None)),
        "meeting": meeting,
        "invitation": row,
        "check": Notice.from_json(row.notice),
        "dispatches": list(row.dispatches.select_related("invitee__person").order_by("invitee__person__sort_name")),
    }
    return render(request, "committees/meetings/sent.html", context)
