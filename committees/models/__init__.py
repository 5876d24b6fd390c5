"""The committees, whole: who sits in them, by which rules they meet, what they decided and what became of it."""

from .agenda import AgendaItem, ItemKind, ItemProposal, ItemState
from .committees import Committee, CommitteeKind, StandardItem
from .elections import Candidacy, Election, ElectionRound
from .invitations import Dispatch, Invitation, Invitee
from .meetings import Meeting, MeetingState
from .members import CommitteeFunction, Membership, Seat, Term
from .minutes import Minutes, MinutesAddendum, MinutesCorrection
from .oparl import PublicObject
from .papers import Outcome, Paper, PaperVersion, Referral
from .resolutions import Resolution, ResolutionReport
from .rules import RuleSet
from .sessions import Attendance, Motion, NamedVote, Presence, Recusal, Vote
from .surveys import DateSurvey, SurveyAnswer, SurveyOption, SurveyParticipant

__all__ = [
    "AgendaItem",
    "Attendance",
    "Candidacy",
    "Committee",
    "CommitteeFunction",
    "CommitteeKind",
    "DateSurvey",
    "Dispatch",
    "Election",
    "ElectionRound",
    "Invitation",
    "Invitee",
    "ItemKind",
    "ItemProposal",
    "ItemState",
    "Meeting",
    "MeetingState",
    "Membership",
    "Minutes",
    "MinutesAddendum",
    "MinutesCorrection",
    "Motion",
    "NamedVote",
    "Outcome",
    "Paper",
    "PaperVersion",
    "Presence",
    "PublicObject",
    "Recusal",
    "Referral",
    "Resolution",
    "ResolutionReport",
    "RuleSet",
    "Seat",
    "StandardItem",
    "SurveyAnswer",
    "SurveyOption",
    "SurveyParticipant",
    "Term",
    "Vote",
]
