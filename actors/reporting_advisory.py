"""The section of reports about contacts and advice. Made from open notes only; small counts are hidden, since reports are passed on."""

from django.utils.translation import gettext as _

from fields_of_action.suppression import suppress
from integration_portal.core.reporting import figures, number, paragraph, table

from .figures_advisory import Figures, Period, hours
from .models import AdvisoryEntry


def contacts(scope):
    """How many contacts there were in the period, by topic, field and actor; nothing in the report of a programme."""
    if scope.programme is not None:
        return []
    end = min(scope.end, scope.on)
    notes = AdvisoryEntry.objects.open_for_all().during(scope.start, end)
    if not scope.is_all_fields:
        notes = notes.filter(field__in=[field.pk for field in scope.fields])
    found = Figures(notes, Period(scope.start, end))
    below, total = scope.suppress_below, found.total
    if not total.contacts:
        return []
    if total.contacts < below:
        return [paragraph(_("There were fewer than %(n)s contacts in this period.") % {"n": below})]
    items = [(_("contacts"), number(total.contacts)), (_("hours"), hours(total.minutes))]
    if not 0 < total.advice < below and not 0 < total.contacts - total.advice < below:
        items.insert(1, (_("of these advice"), number(total.advice)))
    return [
        figures(items),
        *_parts("advice_topics", _("By topic"), _("Topic"), found.topics, total, below),
        *_parts("advice_fields", _("By field of action"), _("Field of action"), found.fields, total, below),
        *_actors(found.actors, below),
    ]


def _parts(key, caption, head, lines, total, below):
    """A table whose rows add up to the total: what would give a small count away is hidden too."""
    hidden = suppress({(None, ""): total.contacts, **{(None, line.label): line.contacts for line in lines}}, below)
    rows = [
        [line.label, _("hidden"), ""]
        if (None, line.label) in hidden
        else [line.label, number(line.contacts), line.hours]
        for line in lines
    ]
    blocks = [table(key, caption, [head, _("Contacts"), _("Hours")], rows)]
    if hidden:
        blocks.append(
            paragraph(_("Counts below %(n)s are hidden, and others from which they could be computed.") % {"n": below})
        )
    return blocks


def _actors(lines, below):
    """The actors with the most contacts; those with few are left out, and a contact may count for several."""
    rows = [[line.label, number(line.contacts), line.hours] for line in lines if line.contacts >= below]
    return [table("advice_actors", _("By actor"), [_("Actor"), _("Contacts"), _("Hours")], rows)] if rows else []
