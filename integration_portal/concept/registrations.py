"""What the concept brings to the registries of `core`: attachments, frozen rows, search, navigation, panels, today page."""

from django.utils.translation import gettext_lazy as _

from committees.members import sits_or_reads
from integration_portal.core import (
    attachments,
    audit,
    calendar,
    links,
    mail,
    navigation,
    panels,
    personal,
    reporting,
    roles,
    search,
    today,
    triggers,
)
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import mails, protection
from . import models as m
from . import panels as own_panels
from . import reporting as own_reporting
from . import search as found
from .services import consultation, process
from .today import CONSULTATIONS, MARGIN, PHASE_DATES, PHASES, STATEMENTS
from .views import consultation_public, needs

FINAL = "state IN ('adopted', 'superseded')"

triggers.freeze(
    m.ConceptRevision,
    when="OLD.state IN ('adopted', 'superseded')",
    fixed=(
        "id", "uuid", "concept_id", "label", "slug", "origin", "based_on_id", "dated_on", "published_on", "resolution_id",
        "adopted_on", "in_force_from", "content_hash", "created_by_id",
    ),
    redactable=("preface", "resolution_note"),
    never="NEW.state NOT IN ('adopted', 'superseded') OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')",
)  # fmt: skip
triggers.freeze(
    m.ConceptSection,
    when="OLD.frozen_at IS NOT NULL",
    fixed=(
        "id", "revision_id", "identity", "key", "parent_id", "position", "field_id", "is_complete", "derived_from", "frozen_at",
    ),
    redactable=("title", "body"),
)  # fmt: skip
triggers.freeze(
    m.RevisionMeasure,
    when="OLD.frozen_at IS NOT NULL",
    fixed=("id", "revision_id", "measure_id", "decision", "merged_into_id", "frozen_at"),
    redactable=("reason", "sheet"),
)
for _child in (m.ConceptSection, m.RevisionMeasure):
    triggers.close(_child, column="revision_id", parent=m.ConceptRevision, when=FINAL)

audit.register(m.Concept, label=_("Concept"))
audit.register(m.ConceptRevision, label=_("Revision of a concept"))
audit.register(m.RevisionStep, label=_("Step of a revision"), parent="revision")
audit.register(m.ConceptSection, label=_("Section of the concept"), exclude=("identity", "key"))
audit.register(m.SectionVersion, label=_("Version of a section"), exclude=("title", "body", "by"), parent="section")
audit.register(m.SectionTranslation, label=_("Translation of a section"), exclude=("source_digest",), parent="section")
audit.register(m.SectionLink, label=_("Link of a passage"), parent="section")
audit.register(m.MarginNote, label=_("Note in the margin"), parent="section")
audit.register(m.ChangeReason, label=_("Reason of a change"), exclude=("identity",), parent="new")
audit.register(m.RevisionMeasure, label=_("Decision about a measure"), parent="revision")

attachments.register(
    m.ConceptSection,
    may_read=lambda user, section: m.ConceptSection.objects.visible_inside(user).filter(pk=section.pk).exists(),
    is_shown_to_all=lambda section: m.ConceptSection.objects.public().filter(pk=section.pk).exists(),
)
search.register(found.SECTIONS)
today.register(MARGIN)


navigation.register(NavItem("public", _("Concept"), "concept:public_index", order=45))
navigation.register(
    NavItem(
        "office",
        _("Concept"),
        "concept:office_list",
        icon="book",
        order=9,
        group=_("Work"),
        visible=sits_or_reads,
    )
)
for _slot, _context in {
    "measure:office": own_panels.of_measure,
    "measure:public": own_panels.of_public_measure,
    "field:office": own_panels.of_field,
    "field:public": own_panels.of_public_field,
}.items():
    panels.register(Panel(_slot, 40, "concept/panel.html", _context))
for _slot in ("resolution:office", "resolution:public"):
    panels.register(Panel(_slot, 40, "concept/panel_revisions.html", own_panels.of_resolution))

_ADOPTED = _(
    "An adopted text is kept as it was resolved. Please take the name out by a logged redaction if it has to go."
)
for _model in (m.ConceptSection, m.ConceptRevision, m.RevisionMeasure):
    personal.keep(_model, _ADOPTED)
personal.keep(m.SectionTranslation, _ADOPTED)
personal.keep(m.SectionVersion, _("Versions show how the text came about; the name goes with the draft or by hand."))

# --- consultations ---
audit.register(m.Consultation, label=_("Consultation"))
audit.register(m.Statement, label=_("Statement"), masked=("name", "organisation", "email", "text"), exclude=("digest",))
audit.register(
    m.ConsultationInvitation, label=_("Invitation to a consultation"), masked=("name", "email"), parent="consultation"
)
personal.register(protection.SOURCE)
for _kind in mails.ALL:
    mail.register(_kind)
links.register(LinkPurpose(consultation.CONFIRM, _("Confirming a statement"), consultation_public.confirm_page))
links.register(LinkPurpose(consultation.INVITED, _("Invitation to a consultation"), consultation_public.invited_page))
attachments.register(m.Statement, may_read=lambda user, statement: roles.reads_all(user))
today.register(STATEMENTS)
calendar.register(CONSULTATIONS)
navigation.register(NavItem("public", _("Consultation"), "concept:public_consultations", order=48))
navigation.register(
    NavItem(
        "office",
        _("Consultations"),
        "concept:consultations",
        icon="megaphone",
        order=10,
        group=_("Work"),
        visible=roles.reads_all,
    )
)

# --- updates --------------------------------------------------------------------------------------------------------------
audit.register(m.UpdateProcess, label=_("Update of a concept"))
audit.register(m.ProcessPhase, label=_("Phase of an update"), parent="process")
audit.register(m.ProcessGroup, label=_("Working group of an update"), parent="process")
audit.register(m.NeedsSurvey, label=_("Survey of needs"), parent="process", m2m=("fields",))
audit.register(m.NeedsRequest, label=_("Request of a survey of needs"), masked=("name", "email"), parent="survey")
audit.register(m.NeedsAnswer, label=_("Answer about needs"), masked=("need", "proposal"), parent="request")
audit.register(m.Participation, label=_("Entry of the log of participation"), masked=("who",), parent="process")
personal.register(protection.NEEDS)
links.register(LinkPurpose(process.NEEDS, _("Survey of needs"), needs.link_page))
today.register(PHASES)
calendar.register(PHASE_DATES)
navigation.register(
    NavItem(
        "office", _("Updates"), "concept:processes", icon="clock", order=9, group=_("Work"), visible=roles.reads_all
    )
)
reporting.register(
    reporting.Section("concept", reporting.WHOLE, 3, _("Implementation of the concept"), own_reporting.implementation)
)
