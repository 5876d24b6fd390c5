"""The open-data page: what the portal offers to machines, and in which formats."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.concept.models import ConceptRevision


@dataclass(frozen=True)
class DataSet:
    """A body of public data with its files or addresses, as pairs (name, address)."""

    title: Any
    text: Any
    files: list


def _exports(route, formats):
    return [(name, reverse(route, args=[fmt])) for fmt, name in formats]


def data_sets():
    """Everything that is offered, in the order of the page."""
    tables = (("csv", "CSV"), ("json", "JSON"))
    return [
        DataSet(
            _("Measures"),
            _("All published measures with field of action, period, place and status."),
            _exports("measures:export", (*tables, ("xlsx", "Excel"), ("atom", "Atom"))),
        ),
        DataSet(
            _("Network"),
            _("The organisations of the network with addresses, topics and offers."),
            _exports("actors:public_export", (*tables, ("vcf", "vCard"))),
        ),
        DataSet(
            _("Events"),
            _("The published dates, to subscribe to in a calendar."),
            [("iCalendar", reverse("measures:events_ics"))],
        ),
        DataSet(
            _("Committees"),
            _(
                "Committees, meetings, agendas, papers and resolutions after OParl 1.1, the German standard for council "
                "information. Programs start at the address of the system object; no key is needed."
            ),
            [
                ("OParl 1.1", reverse("oparl:system")),
                ("iCalendar", reverse("committees:public_calendar")),
                ("Atom", reverse("committees:public_feed")),
            ],
        ),
        *_concepts(),
    ]


def _concepts():
    """The concepts in force, each with its text as JSON, PDF and Word."""
    text = _("The concept in force: sections with numbers, stable identities, Markdown and translations; PDF and Word.")
    formats = (("json", "JSON"), ("pdf", "PDF"), ("docx", "Word"))
    return [
        DataSet(
            f"{revision.concept.title}: {revision.label}",
            text,
            [(name, reverse("concept:public_file", args=[revision.slug, fmt])) for fmt, name in formats],
        )
        for revision in ConceptRevision.objects.in_force().public().select_related("concept")
    ]


@require_safe
def show(request):
    """The page; it names the concepts in force."""
    context = {
        "data_sets": data_sets(),
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Open data"), None)],
        "page_description": _("What this portal offers to programs, free of charge and without registration."),
    }
    return render(request, "portal/open_data.html", context)
