"""Invitations: who is invited, sending under the rules, answers, deputies, and a change as a second invitation.

A mail has the letter as a PDF and the date as .ics beside it. It is written in the transaction that makes the invitation, so that
everybody is invited or nobody.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.display import format_day
from integration_portal.core.mail import keep_file, queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import SiteSettings
from integration_portal.core.site import absolute

from .. import documents
from ..calendars import meeting_calendar
from ..members import deputies_of, in_office
from ..models import Dispatch, Invitation, Invitee, MeetingState
from ..models.meetings import AHEAD
from ..rules import notice
from .states import go_to, locked, mail_key, rules_of

PURPOSE = "committees.meeting"
Answer = Invitee.Answer
Way = Dispatch.Way
#: Slower ways first: the notice period is checked with the slowest one that is used.
SLOWEST = (Way.POST, Way.HAND, Way.EMAIL)


def link_end(meeting):
    """Until when personal links of a meeting work: the end of the third day after it, for the papers."""
    return meeting.starts_at + datetime.timedelta(days=3)


def invitee_of(link):
    """The invited person whose link it is, or None when a newer link took its place."""
    return (
        Invitee.objects.filter(link=link)
        .select_related("meeting__committee", "person", "membership__seat", "link", "stands_in_for__person")
        .first()
    )


@transaction.atomic
def list_members(*, meeting):
    """Put the members in office on the day of the meeting on the list of those invited; who left since is taken off.

    Whoever has got an invitation stays on it. Returns the list.
    """
    row = locked(meeting)
    present = {one.person_id: one for one in row.invitees.select_related("membership")}
    members = [one for one in in_office(row.committee, row.day) if one.kind == "member"]
    for membership in members:
        invitee = present.get(membership.person_id)
        if invitee is None:
            Invitee.objects.create(meeting=row, person=membership.person, membership=membership)
        elif invitee.membership_id != membership.pk and invitee.stands_in_for_id is None:
            invitee.membership = membership
            invitee.save()
    current = {membership.person_id for membership in members}
    for person, invitee in present.items():
        is_member = invitee.membership_id is not None and invitee.stands_in_for_id is None
        if is_member and person not in current and not invitee.dispatches.exists():
            invitee.delete()
    return row.invitees.select_related("person", "membership__seat", "link")


def listed(meeting):
    """Who would be invited now, without writing anything: those on the list, and members who are not on it yet (unsaved)."""
    present = list(meeting.invitees.select_related("person", "membership__seat", "link"))
    known = {row.person_id for row in present}
    new = [
        Invitee(meeting=meeting, person=row.person, membership=row)
        for row in in_office(meeting.committee, meeting.day)
        if row.kind == "member" and row.person_id not in known
    ]
    return [*present, *new]


@transaction.atomic
def add_guest(*, meeting, person):
    """Invite somebody who is no member. They get the public part of the agenda only. Raises ValidationError if invited already."""
    row = locked(meeting)
    if row.state not in AHEAD:
        raise ValidationError(_("The meeting has been held or called off."), code="state")
    if row.invitees.filter(person=person).exists():
        raise ValidationError({"person": _("This person is on the list already.")})
    return Invitee.objects.create(meeting=row, person=person)


@transaction.atomic
def remove_guest(*, invitee):
    """Take a guest off the list; their link no longer works."""
    if invitee.membership_id is not None:
        raise ValidationError(_("Members are invited to every meeting and stay on the list."))
    if invitee.link:
        links.withdraw(invitee.link)
    invitee.delete()


def way_of(invitee):
    """How somebody is invited unless another way is chosen: by mail where there is an address, else by post."""
    return Way.EMAIL if invitee.person.email else Way.POST


def snapshot(meeting):
    """The agenda as it is sent: number, title, and whether the item is public."""
    return [
        {"number": item.number, "title": item.title, "public": item.is_public} for item in documents.seen_items(meeting)
    ]


def changes_since(meeting, invitation):
    """Sentences that say what is different from what was sent: date, place, items; empty when nothing is."""
    found = []
    if meeting.starts_at != invitation.starts_at:
        found.append(_("New date: %(when)s") % {"when": documents.when(meeting)})
    if documents.where(meeting) != invitation.place:
        found.append(_("New place: %(where)s") % {"where": documents.where(meeting) or "–"})
    before = [(row["title"], row["public"]) for row in invitation.agenda]
    now = [(row["title"], row["public"]) for row in snapshot(meeting)]
    found += [_("New item: %(title)s") % {"title": title} for title, public in now if (title, public) not in before]
    found += [
        _("No longer on the agenda: %(title)s") % {"title": title}
        for title, public in before
        if (title, public) not in now
    ]
    if not found and before != now:
        found.append(_("The order of the items has changed."))
    return found


def check_notice(meeting, ways, *, on=None):
    """The check of the notice period for sending today by these ways."""
    way = next((way for way in SLOWEST if way in ways), Way.EMAIL)
    return notice.check(rules_of(meeting), meets_on=meeting.day, sent_on=on or timezone.localdate(), way=way)


def _refuse_late(found, urgent_reason, knowingly):
    if found.ok:
        return
    if not urgent_reason:
        raise ValidationError({"urgent_reason": found.sentence}, code="late")
    if not found.urgent and not knowingly:
        raise ValidationError({"knowingly": found.sentence}, code="too_late")


@transaction.atomic
def send_invitation(*, meeting, text="", ways=None, urgent_reason="", knowingly=False, version=None, by=None):
    """Invite everybody on the list and return the `Invitation`. `ways` maps keys of persons to the way they get it.

    Raises ValidationError with code "late" when the notice period is not kept and no urgent reason is given, "too_late" when not
    even the urgent one is and it is not sent `knowingly`, and for an empty agenda, list or a start in the past; StaleObject.
    """
    row = locked(meeting, version)
    if row.state not in AHEAD:
        raise ValidationError(_("The meeting has been held or called off."), code="state")
    if row.starts_at <= timezone.now():
        raise ValidationError(_("The meeting lies in the past: nobody can be invited to it any more."), code="past")
    if not row.items.exists():
        raise ValidationError(_("The agenda is empty. Please put an item on it first."), code="empty")
    invitees = list(list_members(meeting=row))
    if not invitees:
        raise ValidationError(
            _("Nobody sits in this committee on the day of the meeting: there is nobody to invite."), code="nobody"
        )
    chosen = {one.pk: (ways or {}).get(one.person_id) or way_of(one) for one in invitees}
    missing = [one.person.name for one in invitees if chosen[one.pk] == Way.EMAIL and not one.person.email]
    if missing:
        raise ValidationError(
            _("There is no e-mail address for %(names)s.") % {"names": ", ".join(missing)}, code="address"
        )
    found = check_notice(row, {chosen[one.pk] for one in invitees if one.membership_id})
    _refuse_late(found, urgent_reason.strip(), knowingly)
    before = row.invitations.order_by("-number").first()
    changes = changes_since(row, before) if before else []
    invitation = Invitation.objects.create(
        meeting=row,
        number=before.number + 1 if before else 1,
        sent_at=timezone.now(),
        sent_by=by,
        text=text.strip(),
        changes="\n".join(changes),
        agenda=snapshot(row),
        starts_at=row.starts_at,
        place=documents.where(row)[:400],
        notice=found.as_json(),
        is_urgent=not found.ok,
    )
    row.urgent_reason = "" if found.ok else urgent_reason.strip()
    if row.state == MeetingState.PLANNED:
        go_to(row, MeetingState.INVITED)
    row.save()
    withdraw_about(mail_key(row))
    _send(row, invitation, invitees, chosen)
    return invitation


def _send(meeting, invitation, invitees, chosen):
    sent_on, rules = timezone.localdate(invitation.sent_at), rules_of(meeting)
    files: dict = {}
    for invitee in invitees:
        way = chosen[invitee.pk]
        give_link(invitee, meeting)
        Dispatch.objects.create(
            invitation=invitation,
            invitee=invitee,
            way=way,
            email=invitee.person.email if way == Way.EMAIL else "",
            received_on=notice.received_on(rules, sent_on, way),
        )
        if way == Way.EMAIL:
            _mail_invitation(meeting, invitation, invitee, files)


def _files_for(meeting, invitation, *, public_only):
    with translation.override(settings.LANGUAGE_CODE):
        letter = documents.invitation_document(
            meeting, text=invitation.text, changes=invitation.changes, number=invitation.number,
            urgent_reason=meeting.urgent_reason, public_only=public_only,
        )  # fmt: skip
        return (
            keep_file("einladung.pdf", documents.as_pdf(letter), "application/pdf"),
            keep_file("termin.ics", meeting_calendar(meeting), "text/calendar"),
        )


def _mail_invitation(meeting, invitation, invitee, files):
    is_guest = invitee.membership_id is None
    if is_guest not in files:
        files[is_guest] = _files_for(meeting, invitation, public_only=is_guest)
    kind = "committees.invitation" if invitation.number == 1 else "committees.invitation_changed"
    changes = "\n".join(f"– {line}" for line in invitation.changes.splitlines())
    if is_guest:
        changes = ""  # may name closed items
    _mail(kind, meeting, invitee, files=files[is_guest], text=invitation.text, changes=changes)


def give_link(invitee, meeting):
    """Make sure that the invited person has a personal link that works until after the meeting."""
    end = link_end(meeting)
    if invitee.link is None or invitee.link.withdrawn_at:
        invitee.link = links.issue(
            purpose=PURPOSE, subject=f"committees.invitee:{invitee.pk}", expires_at=end, holder=invitee.person.name
        )
        invitee.save()
    elif invitee.link.expires_at != end:
        invitee.link.expires_at = end
        invitee.link.save(update_fields=["expires_at"])
    return invitee.link


def _mail(kind, meeting, invitee, *, files=(), **more):
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "name": invitee.person.name,
            "committee": meeting.committee.name,
            "meeting": meeting.short,
            "when": documents.when(meeting),
            "where": documents.where(meeting) or "–",
            "link": absolute(links.path_of(invitee.link)) if invitee.link else "",
            **more,
        }
        return queue_mail(
            kind=kind,
            to=invitee.person.email,
            values=values,
            about=mail_key(meeting),
            reply_to=SiteSettings.load().email,
            expires_at=link_end(meeting),
            files=files,
        )


def _with_mail(meeting):
    return [one for one in meeting.invitees.select_related("person", "link") if one.person.email]


def tell_cancelled(*, meeting, reason):
    """Mail everybody who was invited that the meeting is called off; their calendars learn it from the file."""
    file = keep_file("absage.ics", meeting_calendar(meeting), "text/calendar")
    for invitee in _with_mail(meeting):
        _mail("committees.cancelled", meeting, invitee, files=(file,), reason=reason or "–")


def tell_moved(*, meeting, new, reason):
    """Mail everybody who was invited that the meeting was moved; the invitation to the new date follows."""
    file = keep_file("absage.ics", meeting_calendar(meeting), "text/calendar")
    words = {"new_when": documents.when(new), "reason": reason or "–"}
    for invitee in _with_mail(meeting):
        _mail("committees.moved", meeting, invitee, files=(file,), **words)


@transaction.atomic
def answer(*, invitee, answer, deputy=None, note="", by_office=False):
    """Keep the answer of an invited person; returns the invitee. With "deputy" the deputy (a membership) is informed and invited.

    Raises ValidationError after the meeting has begun, for a deputy the rules do not allow, or who stands in for somebody else.
    """
    meeting = locked(invitee.meeting)
    row = (
        Invitee.objects.select_for_update(of=("self",)).select_related("membership__seat", "person").get(pk=invitee.pk)
    )
    if meeting.state not in AHEAD or (meeting.starts_at <= timezone.now() and not by_office):
        raise ValidationError(_("The meeting has begun or is over: answers are no longer taken."), code="over")
    if answer not in (Answer.YES, Answer.NO, Answer.DEPUTY):
        raise ValidationError({"answer": _("Please choose one of the answers.")})
    chosen = _check_deputy(meeting, row, deputy) if answer == Answer.DEPUTY else None
    _dismiss_deputies(meeting, row, keep=chosen)
    row.answer, row.note, row.answered_at = answer, note.strip()[:500], timezone.now()
    row.save()
    if chosen is not None:
        _call_in(meeting, row, chosen)
    return row


def _check_deputy(meeting, invitee, deputy):
    rules = rules_of(meeting)
    words = {"rule": rules.name}
    if invitee.membership_id is None or invitee.stands_in_for_id is not None:
        raise ValidationError({"deputy": _("Only a member can send a deputy (%(rule)s).") % words})
    possible = deputies_of(invitee.membership, rules, list(in_office(meeting.committee, meeting.day)))
    if not possible:
        raise ValidationError({"deputy": _("There is no deputy for this seat (%(rule)s).") % words})
    if deputy is None and len(possible) == 1:
        deputy = possible[0]
    if deputy is None or deputy.pk not in {row.pk for row in possible}:
        raise ValidationError({"deputy": _("Please choose one of the deputies of this seat (%(rule)s).") % words})
    other = meeting.invitees.filter(person=deputy.person_id).exclude(stands_in_for=invitee).first()
    if other is not None:
        raise ValidationError(
            {
                "deputy": _("%(name)s is at the meeting for another seat: nobody stands in for two (%(rule)s).")
                % {**words, "name": deputy.person.name}
            }
        )
    return deputy


def _dismiss_deputies(meeting, invitee, *, keep):
    for other in invitee.deputies.select_related("person", "link"):
        if keep is not None and other.person_id == keep.person_id:
            continue
        if other.person.email:
            _mail("committees.deputy_dismissed", meeting, other, member=invitee.person.name)
        if other.link:
            links.withdraw(other.link)
        other.delete()


def _call_in(meeting, invitee, deputy):
    if invitee.deputies.filter(person=deputy.person_id).exists():
        return
    row = Invitee.objects.create(
        meeting=meeting, person=deputy.person, membership=invitee.membership, stands_in_for=invitee
    )
    give_link(row, meeting)
    if row.person.email:
        _mail("committees.deputy_called", meeting, row, member=invitee.person.name)


@transaction.atomic
def remind(*, meeting):
    """Mail everybody with an address who has not answered; returns how many. Nobody gets two on one day."""
    row = locked(meeting)
    if row.state != MeetingState.INVITED or row.starts_at <= timezone.now():
        raise ValidationError(
            _("There is nobody to remind: the meeting is not ahead, or nobody was invited."), code="state"
        )
    number = 0
    for invitee in _with_mail(row):
        if not invitee.answer and invitee.link and invitee.link.withdrawn_at is None:
            _mail("committees.invitation_reminder", row, invitee, day=format_day(row.day))
            number += 1
    return number


def expected(meeting):
    """(voting members likely there, voting members in office) from the answers so far; a deputy who cannot come does not count."""
    rows = list(meeting.invitees.select_related("membership__seat"))
    coming = {
        one.membership_id
        for one in rows
        if one.membership_id
        and one.membership.seat.is_voting
        and (one.answer == Answer.YES or (one.stands_in_for_id and one.answer != Answer.NO))
    }
    voting = in_office(meeting.committee, meeting.day).filter(kind="member", seat__is_voting=True).count()
    return len(coming), voting
