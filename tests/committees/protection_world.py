"""A person with the mark in everything that committees hold of persons, for the tests of access and erasure."""

import datetime

from django.utils import timezone

from committees.models import (
    Attendance,
    Candidacy,
    DateSurvey,
    Dispatch,
    Election,
    ElectionRound,
    Invitation,
    Invitee,
    ItemProposal,
    MinutesCorrection,
    Motion,
    PaperVersion,
    Recusal,
    ResolutionReport,
    SurveyAnswer,
    SurveyOption,
    SurveyParticipant,
)
from committees.services import attendance, minutes, voting
from integration_portal.core import attachments, links
from tests.actors.erasing import word_file
from tests.builders import make_person
from tests.builders_committees import (
    at,
    make_committee,
    make_function,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_resolution,
    make_seat,
)

MARK = "zqxmarke"
NAME, TURNED, EMAIL = f"Vor{MARK} Nach{MARK}", f"Nach{MARK}, Vor{MARK}", f"{MARK}@example.org"
LEFT = {"until": datetime.date(2027, 1, 31)}


def make_subject(**values):
    """The person all is about."""
    return make_person(**{
        "first_name": f"Vor{MARK}", "last_name": f"Nach{MARK}", "email": EMAIL, "phone": "036458 778899",
        "internal_note": f"Ruft gern abends an, {MARK}", "is_published": True, **values,
    })  # fmt: skip


def link_for(purpose, subject, holder):
    return links.issue(
        purpose=purpose, subject=subject, holder=holder, expires_at=timezone.now() + datetime.timedelta(days=3)
    )


def hold(committee, person, office, *, as_guest=False, sits=True):
    """A meeting of the committee with the person, up to its approved minutes, an addendum and a correction."""
    chair, recorder = make_person("Vorsitz"), make_person("Schrift")
    meeting = make_meeting(committee, published=True, chair=chair, recorder=recorder)
    attendance.open_meeting(meeting=meeting, at=at("2026-12-03 17:00"))
    for row in meeting.attendances.all():
        attendance.arrive(attendance=row, at=at("2026-12-03 17:00"))
    if as_guest:
        guest = Attendance.objects.create(meeting=meeting, person=person, role="guest", reason=f"kommt mit {MARK}")
        Attendance.objects.create(meeting=meeting, name=NAME, role="guest")
        attendance.arrive(attendance=guest, at=at("2026-12-03 17:00"))
    item = make_item(
        meeting, f"Bericht von {NAME}", kind="resolution", reporter=person, notes=f"{NAME} berichtet: {EMAIL}",
        internal_notes=f"{TURNED} zurückrufen",
    )  # fmt: skip
    make_item(meeting, "Gast", reporter_text=NAME, state="done")
    motion = voting.save_motion(motion=Motion(item=item, text=f"{NAME} wird gedankt.", mover=NAME))
    names = dict.fromkeys(meeting.attendances.filter(is_voting=True), "yes")
    voting.record_vote(motion=motion, names=names)
    own = meeting.attendances.filter(person=person, role="member").first()
    if own:
        own.reason = f"war {MARK}"
        own.save()
        Recusal.objects.create(item=meeting.items.last(), attendance=own, reason=f"Tante {MARK}")
    meeting.refresh_from_db()
    meeting = attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"))
    draft = minutes.minutes_of(meeting)
    minutes.update(minutes=draft, data={"opening": f"{NAME} ist da.", "closing": f"{TURNED} dankt."})
    later = make_meeting(committee, "2027-01-20 17:00", opened_at=at("2027-01-20 17:00"), state="held")
    row = minutes.approve(minutes=draft, approved_in=later, by=office)
    MinutesCorrection.objects.create(
        minutes=row, by_name=NAME, where="TOP 1", text=f"Statt {NAME}: Gast", is_taken_up=True
    )
    minutes.add_addendum(minutes=row, text=f"{NAME} schreibt {EMAIL}.", by=office)
    minutes.set_published(minutes=row, published=True)
    row.refresh_from_db()
    return row


def _seat(person, office):
    committee = make_committee("Beirat Sitz", published=True)
    make_member(committee, person=person, is_released=True, **LEFT)
    make_function(committee, person, "vice", **LEFT)


def _minutes(person, office):
    committee = make_committee("Beirat Niederschrift", published=True)
    make_member(committee, person=person, is_released=True, **LEFT)
    make_member(committee, "Andere")
    hold(committee, person, office)


def _guest(person, office):
    committee = make_committee("Beirat Gast", published=True)
    make_member(committee, "Mitglied")
    hold(committee, person, office, as_guest=True)


def _invitations(person, office):
    committee = make_committee("Beirat Einladung")
    seat = make_seat(committee)
    membership = make_member(committee, seat=seat, person=person, **LEFT)
    meeting = make_meeting(committee, "2026-12-10 17:00", state="cancelled", note=f"{NAME} fragen")
    for which, held in ((meeting, membership), (make_meeting(committee, "2026-12-11 17:00", state="cancelled"), None)):
        sent = Invitation.objects.create(
            meeting=which, number=1, sent_at=at("2026-12-01 09:00"), starts_at=which.starts_at, text=f"Es spricht {NAME}.",
            agenda=[{"number": "1", "title": f"Wort von {NAME}"}],
        )  # fmt: skip
        invitee = Invitee.objects.create(
            meeting=which, person=person, membership=held, answer="no", note=f"bin {MARK}",
            link=link_for("committees.meeting", "committees.invitee:1", NAME),
        )  # fmt: skip
        Dispatch.objects.create(
            invitation=sent, invitee=invitee, way="email", email=f"alt-{EMAIL}", received_on=datetime.date(2026, 12, 1)
        )


def _items(person, office):
    committee = make_committee("Beirat Punkte")
    meeting = make_meeting(committee, "2027-05-01 17:00")
    item = make_item(meeting, f"Ehrung {NAME}", reporter=person, text=f"Für {NAME}", notes=f"{NAME} kommt")
    make_item(meeting, "Anderes", reporter_text=f"{NAME} (Verein)")
    Motion.objects.create(item=item, text=f"{NAME} sprechen lassen", mover=NAME)
    proposal = ItemProposal.objects.create(
        committee=committee, title="Mehr Bänke", reason=f"sagt {NAME}", submitted_on=datetime.date(2026, 11, 1)
    )
    proposal.supporters.add(person)


def _papers(person, office):
    paper = make_paper(f"Dank an {NAME}", author=person, originator_text=NAME, facts=f"{NAME} hat geholfen.")
    PaperVersion.objects.create(
        paper=paper, number=1, title=paper.title, facts=paper.facts, reason=f"wegen {NAME}", by=office
    )
    attachments.attach(owner=paper, upload=word_file(f"Anlage: {NAME}"), by=office)
    resolution = make_resolution(contact=person, text=f"{NAME} wird gedankt.")
    ResolutionReport.objects.create(
        resolution=resolution, reported_on=datetime.date(2026, 12, 5), text=f"{NAME} war froh."
    )


def _elections(person, office):
    item = make_item(kind="election")
    election = Election.objects.create(item=item, function="chair", elected=person)
    ballot = ElectionRound.objects.create(
        election=election, number=1, present=5, held_at=at("2026-12-03 17:30"), drawn_by_lot=person,
        reckoning={"outcome": "elected", "elected": person.pk},
    )  # fmt: skip
    Candidacy.objects.create(round=ballot, person=person, votes=3)


def _surveys(person, office):
    survey = DateSurvey.objects.create(
        committee=make_committee("Beirat Termine"),
        title="Wann?",
        text=f"{NAME} bittet",
        closes_on=datetime.date(2026, 12, 20),
    )
    option = SurveyOption.objects.create(survey=survey, starts_at=at("2027-01-10 17:00"))
    asked = SurveyParticipant.objects.create(
        survey=survey, person=person, note=f"nie mit {MARK}",
        link=link_for("committees.survey", "committees.surveyparticipant:1", NAME),
    )  # fmt: skip
    SurveyAnswer.objects.create(participant=asked, option=option, choice="yes")


PARTS = {
    part.__name__: part
    for part in (_seat, _minutes, _guest, _invitations, _items, _papers, _elections, _surveys)
}  # fmt: skip
