"""What every part of the committees shares: the audit labels of all its models."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_portal.core import audit

from . import models as m

audit.register(m.Committee, label=_("Committee"), m2m=("fields",))
audit.register(m.StandardItem, label=_("Standard item"), parent="committee")
audit.register(m.RuleSet, label=_("Rules"), parent="committee")
audit.register(m.Term, label=_("Term"), parent="committee")
audit.register(m.Seat, label=_("Seat"), parent="committee")
audit.register(m.Membership, label=_("Membership"), parent="seat")
audit.register(m.CommitteeFunction, label=_("Function in a committee"), parent="committee")
audit.register(m.Meeting, label=_("Meeting"), masked=("note",))
audit.register(
    m.AgendaItem, label=_("Agenda item"), parent="meeting", masked=("notes", "internal_notes", "reporter_text")
)
audit.register(m.ItemProposal, label=_("Proposed item"), parent="committee", m2m=("supporters",))
audit.register(m.Paper, label=_("Paper"), m2m=("measures", "fields", "goals"), masked=("originator_text",))
audit.register(m.PaperVersion, label=_("Version of a paper"), parent="paper")
audit.register(m.Referral, label=_("Stop of the referral path"), parent="paper")
audit.register(m.Invitee, label=_("Invited person"), parent="meeting", masked=("note",))
audit.register(m.Invitation, label=_("Invitation"), parent="meeting")
audit.register(m.Dispatch, label=_("Dispatch"), parent="invitation", masked=("email",))
audit.register(m.Attendance, label=_("Attendance"), parent="meeting", masked=("name", "reason"))
audit.register(m.Presence, label=_("Time of presence"), parent="attendance")
audit.register(m.Recusal, label=_("Personal concern"), parent="item", masked=("reason",))
audit.register(m.Motion, label=_("Motion"), parent="item", masked=("mover",))
audit.register(m.Vote, label=_("Vote"), parent="motion")
audit.register(m.NamedVote, label=_("Vote by name"), parent="vote")
audit.register(m.Resolution, label=_("Resolution"), m2m=("measures", "fields", "tasks"))
audit.register(m.ResolutionReport, label=_("Report on a resolution"), parent="resolution")
audit.register(m.Minutes, label=pgettext_lazy("of a meeting", "Minutes"), parent="meeting", exclude=("record",))
audit.register(m.MinutesCorrection, label=_("Correction of minutes"), parent="minutes", masked=("by_name",))
audit.register(m.MinutesAddendum, label=_("Addendum to minutes"), parent="minutes")
audit.register(m.Election, label=_("Election"), parent="item")
audit.register(m.ElectionRound, label=_("Ballot"), parent="election")
audit.register(m.Candidacy, label=_("Candidate"), parent="round")
audit.register(m.DateSurvey, label=_("Survey of dates"))
audit.register(m.SurveyOption, label=_("Date asked for"), parent="survey")
audit.register(m.SurveyParticipant, label=_("Person asked for dates"), parent="survey", masked=("note",))
audit.register(m.SurveyAnswer, label=_("Answer to a survey of dates"), parent="participant")
