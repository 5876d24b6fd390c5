"""Admin of the committees. What services decide (seats, states, numbers, invitations, votes, minutes) is only looked at here."""

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from . import models as m


@admin.register(m.Committee)
class CommitteeAdmin(NoDelete, VersionedAdmin):
    list_display = ("name", "kind", "is_published", "founded_on", "dissolved_on", "pages")
    list_filter = ("kind", "is_published")
    search_fields = ("name", "short_name")
    autocomplete_fields = ("organisation", "municipality")
    readonly_fields = ("is_published", "pages", "created_at", "updated_at")
    exclude = ("sort_name", "search_title", "search_body")

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(m.StandardItem)
class StandardItemAdmin(PortalAdmin):
    list_display = ("title", "committee", "purpose", "at_the_end", "position")
    list_filter = ("purpose", "at_the_end")
    list_select_related = ("committee",)
    search_fields = ("title", "committee__name")
    autocomplete_fields = ("committee",)


class RecordAdmin(ReadOnly, PortalAdmin):
    """Ground of what services write."""


def _record(model, *display, related=(), search=(), filters=(), url=None):
    """Register a model to be looked at: columns, joins, fields to search and filter, and the office page of a row."""

    class Admin(RecordAdmin):
        list_display = (*display, "pages")
        list_select_related = tuple(related)
        search_fields = tuple(search)
        list_filter: ClassVar[tuple[str, ...]] = tuple(filters)

        def office_url(self, obj):
            return url(obj) if url else ""

    admin.site.register(model, Admin)


def _of_committee(obj):
    return reverse("committees:office_detail", args=[obj.committee_id])


def _of_meeting(obj):
    return reverse("committees:meeting", args=[obj.meeting_id])


def _own(obj):
    return obj.get_absolute_url()


_record(
    m.RuleSet,
    "name",
    "committee",
    "valid_from",
    "notice_days",
    related=("committee",),
    search=("name", "committee__name"),
    url=_of_committee,
)
_record(
    m.Term,
    "name",
    "committee",
    "since",
    "until",
    related=("committee",),
    search=("name", "committee__name"),
    url=_of_committee,
)
_record(
    m.Seat, "name", "committee", "group", "organisation", "is_voting", "since", "until",
    related=("committee", "organisation"), search=("name", "group", "committee__name"), filters=("is_voting",), url=_of_committee,
)  # fmt: skip
_record(
    m.Membership, "person", "seat", "kind", "since", "until", "is_released",
    related=("person", "seat"), search=("person__last_name", "seat__name"), filters=("kind", "end_reason", "is_released"),
)  # fmt: skip
_record(
    m.CommitteeFunction, "person", "function", "committee", "since", "until",
    related=("person", "committee"), search=("person__last_name", "committee__name"), filters=("function",), url=_of_committee,
)  # fmt: skip
_record(
    m.Meeting, "number", "committee", "starts_at", "place", "state", "is_published",
    related=("committee",), search=("title", "place", "committee__name"), filters=("state", "is_published"), url=_own,
)  # fmt: skip
_record(
    m.AgendaItem, "number", "title", "meeting", "kind", "is_public", "state",
    related=("meeting__committee",), search=("title",), filters=("kind", "is_public", "state"), url=_of_meeting,
)  # fmt: skip
_record(
    m.ItemProposal,
    "title",
    "committee",
    "submitted_on",
    "state",
    related=("committee",),
    search=("title",),
    filters=("state",),
    url=_of_committee,
)
_record(
    m.Paper, "number", "title", "kind", "state", "is_public", "released_on",
    search=("number", "title"), filters=("kind", "state", "is_public"), url=_own,
)  # fmt: skip
_record(
    m.PaperVersion,
    "paper",
    "number",
    "reason",
    "by",
    "created_at",
    related=("paper", "by"),
    search=("title", "paper__number"),
)
_record(
    m.Referral, "paper", "committee", "role", "planned_on", "outcome", "decided_on",
    related=("paper", "committee"), search=("paper__title", "paper__number"), filters=("role", "outcome"),
)  # fmt: skip
_record(
    m.Invitee, "person", "meeting", "answer", "answered_at",
    related=("person", "meeting__committee"), search=("person__last_name",), filters=("answer",), url=_of_meeting,
)  # fmt: skip
_record(
    m.Invitation,
    "meeting",
    "number",
    "sent_at",
    "is_urgent",
    related=("meeting__committee",),
    filters=("is_urgent",),
    search=("meeting__committee__name",),
    url=_of_meeting,
)
_record(
    m.Dispatch, "invitee", "invitation", "way", "received_on",
    related=("invitee__person", "invitation__meeting__committee"), search=("invitee__person__last_name",), filters=("way",),
)  # fmt: skip
_record(
    m.Attendance, "person", "name", "meeting", "role", "state", "is_voting",
    related=("person", "meeting__committee"), search=("person__last_name", "name"), filters=("role", "state"), url=_of_meeting,
)  # fmt: skip
_record(
    m.Presence,
    "attendance",
    "arrived_at",
    "left_at",
    related=("attendance__person",),
    search=("attendance__person__last_name",),
)
_record(
    m.Recusal,
    "attendance",
    "item",
    "reason",
    related=("attendance__person", "item"),
    search=("attendance__person__last_name",),
)
_record(m.Motion, "item", "kind", "text", "is_withdrawn", related=("item",), search=("text",), filters=("kind",))
_record(
    m.Vote, "motion", "yes", "no", "abstentions", "is_adopted", "is_secret", "voted_at",
    related=("motion",), search=("motion__text",), filters=("is_adopted", "is_secret"),
)  # fmt: skip
_record(
    m.NamedVote,
    "vote",
    "attendance",
    "choice",
    related=("vote", "attendance__person"),
    search=("attendance__person__last_name",),
    filters=("choice",),
)
_record(
    m.Resolution, "number", "title", "committee", "outcome", "status", "due_on",
    related=("committee",), search=("number", "title"), filters=("outcome", "status", "is_public"), url=_own,
)  # fmt: skip
_record(
    m.ResolutionReport,
    "resolution",
    "reported_on",
    "is_public",
    related=("resolution",),
    search=("resolution__number", "text"),
)
_record(
    m.Minutes,
    "meeting",
    "approved_on",
    "published_at",
    "digest",
    related=("meeting__committee",),
    search=("meeting__committee__name",),
    url=_of_meeting,
)
_record(
    m.MinutesCorrection, "minutes", "where", "is_taken_up", related=("minutes__meeting__committee",), search=("text",)
)
_record(
    m.MinutesAddendum, "minutes", "created_at", "is_public", related=("minutes__meeting__committee",), search=("text",)
)
_record(
    m.Election,
    "item",
    "function",
    "is_secret",
    "elected",
    "accepted",
    related=("item", "elected"),
    search=("item__title",),
    filters=("function",),
)
_record(
    m.ElectionRound,
    "election",
    "number",
    "present",
    "invalid",
    "abstentions",
    related=("election",),
    search=("election__item__title",),
)
_record(m.Candidacy, "person", "round", "votes", related=("person", "round__election"), search=("person__last_name",))
_record(
    m.DateSurvey,
    "title",
    "committee",
    "closes_on",
    "state",
    related=("committee",),
    search=("title",),
    filters=("state",),
    url=_own,
)
_record(m.SurveyOption, "survey", "starts_at", "ends_at", related=("survey",), search=("survey__title",))
_record(
    m.SurveyParticipant, "person", "survey", "answered_at", related=("person", "survey"), search=("person__last_name",)
)
_record(
    m.SurveyAnswer,
    "participant",
    "option",
    "choice",
    related=("participant__person", "option"),
    search=("participant__person__last_name",),
    filters=("choice",),
)
_record(
    m.PublicObject, "kind", "key", "created", "modified", "is_deleted", search=("kind",), filters=("kind", "is_deleted")
)
