"""The demo: the next meetings of the advisory council, one of them with an agenda and answers."""

import datetime

from django.utils import timezone

from committees.models import Committee, ItemProposal
from committees.services import agenda, invitations, meetings

#: Title, type, minutes, public.
ITEMS = (
    ("Sprachmittlung: Stand und Ausblick", "discussion", 20, True),
    ("Empfehlung zum Programm der Interkulturellen Woche", "resolution", 15, True),
    ("Wohnen: Bericht aus den Gemeinden", "information", 20, True),
    ("Vorschlag für den Ehrenamtspreis", "resolution", 10, False),
)


def _thursday(weeks):
    """A Thursday at 5 p.m. so many weeks ahead."""
    today = timezone.localdate()
    day = today + datetime.timedelta(days=(3 - today.weekday()) % 7 + 7 * weeks)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(17, 0)))


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    council = Committee.objects.filter(slug="beirat").first()
    if council is None:
        return
    by = accounts.get("office")
    hours = datetime.timedelta(hours=2)
    starts = _thursday(2)
    meeting = meetings.plan_meeting(committee=council, starts_at=starts, ends_at=starts + hours, by=by)
    for title, kind, minutes, public in ITEMS:
        agenda.add_item(meeting=meeting, data={"title": title, "kind": kind, "duration": minutes, "is_public": public})
    invitations.send_invitation(meeting=meeting, text="Der Beirat kommt zu seiner nächsten Sitzung zusammen.", by=by)
    answers = ("yes", "yes", "no", "yes", "yes", "", "yes", "deputy")
    for invitee, answer in zip(meeting.invitees.order_by("pk"), answers, strict=False):
        deputy = invitee.membership.seat.memberships.filter(kind="deputy").first()
        if answer == "deputy" and deputy is None:
            answer = "no"
        if answer:
            invitations.answer(invitee=invitee, answer=answer, deputy=deputy if answer == "deputy" else None)
    later = [_thursday(weeks) for weeks in (15, 28, 41)]
    meetings.plan_year(committee=council, starts=later, hours=2, by=by)
    supporter = council.seats.first().memberships.filter(kind="member").last().person
    agenda.save_proposal(
        proposal=ItemProposal(
            committee=council,
            title="Fahrten zu Sprachkursen aus den Dörfern",
            reason="Viele Teilnehmende erreichen die Kurse abends nicht mit dem Bus.",
            submitted_on=timezone.localdate(),
        ),
        supporters=[supporter],
    )
