"""Admin of the concept. What services decide (states, text of final revisions, places in the tree) is only looked at here."""

from typing import ClassVar

from django.contrib import admin

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from . import models as m


@admin.register(m.Concept)
class ConceptAdmin(NoDelete, VersionedAdmin):
    list_display = ("title", "framework", "pages")
    list_select_related = ("framework",)
    search_fields = ("title",)
    readonly_fields = ("pages", "created_at", "updated_at")

    def office_url(self, obj):
        return obj.get_absolute_url()


def _record(model, *display, related=(), search=(), filters=(), url=None):
    """Register a model to be looked at: columns, joins, fields to search and filter, and the office page of a row."""

    class Admin(ReadOnly, PortalAdmin):
        list_display = (*display, "pages")
        list_select_related = tuple(related)
        search_fields = tuple(search)
        list_filter: ClassVar[tuple[str, ...]] = tuple(filters)

        def office_url(self, obj):
            return url(obj) if url else ""

    admin.site.register(model, Admin)


def _own(obj):
    return obj.get_absolute_url()


def _of_section(obj):
    return obj.section.get_absolute_url()


_record(
    m.ConceptRevision, "label", "concept", "state", "in_force_from", related=("concept",), search=("label",), filters=("state",),
    url=_own,
)  # fmt: skip
_record(m.RevisionStep, "revision", "to_state", "taken_on", related=("revision",), filters=("to_state",))
_record(m.ConceptSection, "title", "revision", "field", related=("revision", "field"), search=("title",), url=_own)
_record(m.SectionVersion, "section", "number", "title", related=("section",), search=("title",), url=_of_section)
_record(
    m.SectionTranslation, "section", "language", "title", "is_complete", related=("section",), filters=("language", "is_complete"),
    url=_of_section,
)  # fmt: skip
_record(m.SectionLink, "section", "goal", "measure", related=("section", "goal", "measure"), url=_of_section)
_record(
    m.MarginNote, "text", "section", "kind", "due_on", "done_on", related=("section",), search=("text",), filters=("kind",),
    url=_own,
)  # fmt: skip
_record(m.ChangeReason, "text", "old", "new", related=("old", "new"), search=("text",))
_record(m.RevisionMeasure, "measure", "revision", "decision", related=("measure", "revision"), filters=("decision",))
_record(
    m.Consultation, "title", "revision", "starts_on", "ends_on", "is_published", related=("revision",), search=("title",), url=_own
)  # fmt: skip
_record(
    m.Statement, "number", "consultation", "section", "state", "result", related=("consultation", "section"),
    filters=("state", "result", "channel"), url=_own,
)  # fmt: skip
_record(m.ConsultationInvitation, "name", "consultation", related=("consultation",))
_record(
    m.UpdateProcess, "title", "concept", "starts_on", "ends_on", "is_published", related=("concept",), search=("title",), url=_own
)  # fmt: skip
_record(
    m.ProcessPhase,
    "title",
    "process",
    "starts_on",
    "ends_on",
    "done_on",
    related=("process",),
    search=("title",),
    url=_own,
)
_record(m.ProcessGroup, "committee", "process", "field", related=("committee", "process", "field"))
_record(m.NeedsSurvey, "title", "process", "ends_on", related=("process",), search=("title",), url=_own)
_record(m.NeedsRequest, "name", "survey", "answered_on", related=("survey",), url=_own)
_record(m.NeedsAnswer, "request", "field", "urgency", related=("request__survey", "field"), filters=("urgency",))
_record(
    m.Participation, "subject", "process", "happened_on", "way", "number", related=("process",), search=("subject", "who"),
    filters=("way",), url=_own,
)  # fmt: skip
