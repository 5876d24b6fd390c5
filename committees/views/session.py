"""The recorder's screen: the page, and what its buttons do. Each button is a form of its own and works without a script.

A write answers with a redirect back to the item; a script gets JSON. What clashes with another recorder is answered with 409 and
the text that was saved meanwhile, and nothing is overwritten.
"""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Person
from integration_portal.core import panels
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import positive_int

from ..models import AgendaItem, Attendance, ItemKind, Membership, Motion, Recusal
from ..services import attendance as attending
from ..services import voting
from ..session_page import context_of
from .meetings import found, kept, of_meeting


def _address(meeting, item=None):
    url = reverse("committees:session", args=[meeting.pk])
    return f"{url}?top={item.pk}" if item else url


@require_safe
@reader_required
def page(request, pk):
    """The screen; before the opening it offers to open the meeting."""
    meeting = found(request, pk)
    context = {"crumbs": of_meeting(meeting, (_("In the meeting"), None)), "meeting": meeting}
    if meeting.opened_at is None:
        return render(request, "committees/session/before.html", context)
    context |= context_of(meeting, meeting.items.filter(pk=positive_int(request.GET.get("top")) or 0).first())
    item = context["item"]
    context["panels"] = panels.collect(request, "item:office", item) if item else []
    return render(request, "committees/session/page.html", context)


def _do(request, meeting, call, item=None, done=""):
    """Call a service; its refusal becomes a message on the page it came from."""
    try:
        call()
    except StaleObject:
        messages.error(request, _("Somebody else has saved this meanwhile. Please look at it once more."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
    return redirect(_address(meeting, item))


def typed(request, name):
    """The text of a field without blanks around it, and without NUL, which PostgreSQL does not keep."""
    return request.POST.get(name, "").replace("\x00", "").strip()


def moment_of(request, meeting):
    """The time that was typed (HH:MM on the day of the meeting), or now. Raises ValidationError for one that is none."""
    text = typed(request, "zeit")
    if not text:
        return timezone.now().replace(second=0, microsecond=0)
    try:
        time = datetime.datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ValidationError(_("Please write the time like 14:30."))
    return timezone.make_aware(datetime.datetime.combine(meeting.day, time))


@require_POST
@office_required
def open_meeting(request, pk):
    """Open the meeting."""
    meeting = kept(request, pk)
    return _do(request, meeting, lambda: attending.open_meeting(meeting=meeting, at=moment_of(request, meeting)))


@require_POST
@office_required
def close_meeting(request, pk):
    """Close the meeting; without a quorum only with the tick that says so."""
    meeting = kept(request, pk)
    knowingly = request.POST.get("trotzdem") == "1"
    try:
        attending.close_meeting(meeting=meeting, at=moment_of(request, meeting), knowingly=knowingly)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_address(meeting))
    messages.success(request, _("The meeting is closed. Next come the minutes."))
    return redirect(meeting)


def _item_of(meeting, request, name="top"):
    return meeting.items.filter(pk=positive_int(request.POST.get(name)) or 0).first()


ACTS = {
    "kommt": lambda row, at, **more: attending.arrive(attendance=row, at=at, version=more["version"]),
    "geht": lambda row, at, **more: attending.leave(attendance=row, at=at, version=more["version"]),
    "entschuldigt": lambda row, at, **more: attending.mark_away(
        attendance=row, excused=True, reason=more["reason"], version=more["version"]
    ),
    "fehlt": lambda row, at, **more: attending.mark_away(
        attendance=row, excused=False, reason=more["reason"], version=more["version"]
    ),
}


@require_POST
@office_required
def attend(request, pk, attendance):
    """Somebody comes, leaves, or is missing."""
    meeting = kept(request, pk)
    row = get_object_or_404(Attendance.objects.select_related("meeting"), pk=attendance, meeting=meeting)
    act = ACTS.get(request.POST.get("tun", ""))

    def call():
        if act is None:
            raise ValidationError(_("Please choose what happened."))
        act(
            row,
            moment_of(request, meeting),
            version=positive_int(request.POST.get("version")),
            reason=typed(request, "grund"),
        )

    return _do(request, meeting, call, _item_of(meeting, request))


@require_POST
@office_required
def deputy(request, pk):
    """A deputy takes the seat of a member, and is there."""
    meeting = kept(request, pk)
    people = Membership.objects.filter(seat__committee=meeting.committee).select_related("seat", "person")
    member = get_object_or_404(people, pk=positive_int(request.POST.get("mitglied")) or 0)
    stands_in = get_object_or_404(people, pk=positive_int(request.POST.get("vertretung")) or 0)

    def call():
        row = attending.seat_deputy(meeting=meeting, membership=member, deputy=stands_in)
        attending.arrive(attendance=row, at=moment_of(request, meeting))

    return _do(request, meeting, call, _item_of(meeting, request))


@require_POST
@office_required
def guest(request, pk):
    """A guest, by name or from the network, who is there."""
    meeting = kept(request, pk)
    person = Person.objects.filter(pk=positive_int(request.POST.get("person")) or 0, anonymised_at__isnull=True).first()

    def call():
        row = attending.add_guest(meeting=meeting, person=person, name=typed(request, "name")[:160])
        attending.arrive(attendance=row, at=moment_of(request, meeting))

    return _do(request, meeting, call, _item_of(meeting, request))


# --- items ---------------------------------------------------------------------------------------------
def _item(request, pk, item):
    meeting = kept(request, pk)
    rows = AgendaItem.objects.select_related("meeting__committee", "paper")
    return meeting, get_object_or_404(rows, pk=item, meeting=meeting)


@require_POST
@office_required
def notes(request, pk, item):
    """Keep the notes of an item. A script is told the new version, or with 409 what somebody else wrote meanwhile."""
    meeting, row = _item(request, pk, item)
    by_script = request.headers.get("X-Requested-With") == "autosave"
    text = request.POST.get("notes", "").replace("\r\n", "\n").replace("\x00", "")
    version = positive_int(request.POST.get("version"))
    try:
        saved = voting.save_notes(item=row, notes=text, version=version)
    except StaleObject as stale:
        if by_script:
            return JsonResponse({"notes": stale.current.notes, "version": stale.current.version}, status=409)
        context = {"meeting": meeting, "item": stale.current, "mine": text, "crumbs": of_meeting(meeting)}
        return render(request, "committees/session/conflict.html", context, status=409)
    except ValidationError as error:
        if by_script:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        messages.error(request, " ".join(error.messages))
        return redirect(_address(meeting, row))
    if by_script:
        time = timezone.localtime().strftime("%H:%M:%S")
        return JsonResponse({"version": saved.version, "message": _("Saved at %(time)s") % {"time": time}})
    messages.success(request, _("The notes have been saved."))
    return redirect(_address(meeting, row))


@require_POST
@office_required
def call(request, pk, item):
    """Call an item."""
    meeting, row = _item(request, pk, item)
    return _do(request, meeting, lambda: voting.call_item(item=row), row)


@require_POST
@office_required
def end(request, pk, item):
    """Say what became of an item, and go on to the next one."""
    meeting, row = _item(request, pk, item)
    state, _colon, outcome = request.POST.get("ausgang", "").partition(":")
    following = _item_of(meeting, request, "weiter")

    def act():
        if state not in ("done", "postponed", "withdrawn"):
            raise ValidationError(_("Please choose what became of the item."))
        voting.end_item(item=row, state=state, outcome=outcome if outcome in ("noted", "referred") else "")
        if following is not None:
            voting.call_item(item=following)

    return _do(request, meeting, act, following or row)


@require_POST
@office_required
def concern(request, pk, item):
    """Note or take back that somebody is personally concerned."""
    meeting, row = _item(request, pk, item)
    who = get_object_or_404(Attendance, pk=positive_int(request.POST.get("wer")) or 0, meeting=meeting)

    def act():
        if request.POST.get("tun") == "zurueck":
            for recusal in Recusal.objects.filter(item=row, attendance=who).select_related("item__meeting"):
                voting.take_back_recusal(recusal=recusal)
        else:
            voting.recuse(item=row, attendance=who, reason=typed(request, "grund"))

    return _do(request, meeting, act, row)


@require_http_methods(("POST",))
@office_required
def motion(request, pk, item):
    """A motion with its wording and who moves it."""
    meeting, row = _item(request, pk, item)
    kind = request.POST.get("art", "")
    new = Motion(
        item=row,
        kind=kind if kind in Motion.Kind.values else Motion.Kind.MAIN,
        text=typed(request, "wortlaut"),
        mover=typed(request, "wer")[:160],
    )
    return _do(request, meeting, lambda: voting.save_motion(motion=new), row)


def _number(request, name):
    text = typed(request, name) or "0"
    if not text.isdecimal() or len(text) > 4:
        raise ValidationError(_("Please enter the votes as whole numbers."))
    return int(text)


@require_POST
@office_required
def vote(request, pk, item, motion):
    """A vote on a motion: by count, or by name. `motion` 0 stands for the proposed resolution of the paper."""
    meeting, row = _item(request, pk, item)
    if motion:
        moved = get_object_or_404(row.motions.select_related("item__meeting__committee"), pk=motion)
    else:
        moved = voting.main_motion(row)

    def act():
        if moved is None:
            raise ValidationError(_("There is no motion to vote on. Please enter the wording first."))
        if moved.pk is None:
            voting.save_motion(motion=moved)
        names = None
        if request.POST.get("verfahren") == "names":
            chosen = {key[4:]: value for key, value in request.POST.items() if key.startswith("von_") and value}
            rows = Attendance.objects.filter(meeting=meeting, pk__in=[key for key in chosen if key.isdecimal()])
            names = {attendance: chosen[str(attendance.pk)] for attendance in rows}
        made = voting.record_vote(
            motion=moved,
            yes=_number(request, "ja"),
            no=_number(request, "nein"),
            abstentions=_number(request, "enthaltung"),
            names=names,
            is_secret=request.POST.get("geheim") == "1",
            chair_vote=request.POST.get("vorsitz", "") if request.POST.get("vorsitz") in ("yes", "no") else "",
            version=positive_int(request.POST.get("version")),
            by=request.user,
        )
        messages.success(request, made.get_outcome_words())

    return _do(request, meeting, act, row)


@require_POST
@office_required
def urgent(request, pk, item, motion):
    """Take an item up after the vote on its urgency."""
    meeting, row = _item(request, pk, item)
    moved = get_object_or_404(row.motions.select_related("vote", "item"), pk=motion, vote__isnull=False)
    data = {
        "title": typed(request, "titel")[:300] or moved.text[:300],
        "kind": ItemKind.DISCUSSION,
        "is_public": row.is_public,
    }
    return _do(
        request,
        meeting,
        lambda: voting.add_urgent_item(meeting=meeting, vote=moved.vote, data=data),
        row,
        _("The item is on the agenda."),
    )
