"""A report as plain data: what is shown, frozen when it is issued, and written as PDF, Word and Excel.

The document is {"title", "period", "office", "county", "funding_text", "logos", "made_on", "lang", "parts"}. A part is
{"key", "title", "sections"}, a section {"key", "title", "blocks"}; blocks are those of `core.reporting`. The texts of the
office stand in sections "text" and "outlook" without a title of their own. Documents are in the portal's first language.
"""

import base64

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core import reporting
from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings
from integration_portal.core.reporting import Scope, paragraph

SUMMARY, OUTLOOK = "summary", "outlook"


def scope_of(report, *, on=None):
    """What the report is about, as the sections are asked for it; two queries."""
    chosen = list(report.fields.select_related("framework"))
    today = on or timezone.localdate()
    fields = chosen or list(FieldOfAction.objects.in_force(min(report.end, today)))
    return Scope(
        start=report.start,
        end=report.end,
        fields=tuple(fields),
        on=today,
        is_all_fields=not chosen,
        programme=report.programme,
        suppress_below=SiteSettings.load().suppress_below,
    )


def places(scope):
    """[(place, label)] of the texts that the office can write, in reading order."""
    found = [(SUMMARY, _("Summary"))]
    for field in scope.fields:
        found += [
            (f"field-{field.pk}", _("%(field)s: introduction") % {"field": field.label}),
            (f"field-{field.pk}-outlook", _("%(field)s: outlook") % {"field": field.label}),
        ]
    return [*found, (OUTLOOK, _("Outlook"))]


def build(report, *, on=None):
    """Put the report together from today's data; the same number of queries whatever the number of rows."""
    with translation.override(settings.LANGUAGE_CODE):
        scope = scope_of(report, on=on)
        parts = reporting.assemble(scope, label_of=lambda field: f"{field.number} {field.name}")
        texts = dict(report.passages.exclude(text="").values_list("place", "text"))
        return _head(report, scope) | {"parts": list(_parts(parts, texts))}


def _head(report, scope):
    site = SiteSettings.load()
    return {
        "title": report.title,
        "period": report.period,
        "programme": report.programme.name if report.programme else "",
        "office": site.office_name,
        "county": site.county_name,
        "funding_text": site.funding_text or site.funding_short,
        "logos": [
            {"alt": str(alt), "data": _stored(file)}
            for alt, file in (
                (site.county_name or site.office_name, site.logo),
                (_("Emblem of the funder"), site.funding_logo),
                (_("Second emblem"), site.ministry_logo),
            )
            if file
        ],
        "made_on": format_day(scope.on),
        "lang": settings.LANGUAGE_CODE,
    }


def _stored(file):
    with file.open("rb") as opened:
        return base64.b64encode(opened.read()).decode()


def _own(key, texts, place):
    return [{"key": key, "title": "", "blocks": [paragraph(texts[place])]}] if place in texts else []


def _parts(parts, texts):
    """The parts in reading order, empty ones left out."""
    yield {
        "key": SUMMARY,
        "title": _("Summary"),
        "sections": [*_own("text", texts, SUMMARY), *parts["summary"]],
    }
    for chapter in parts["fields"]:
        sections = [
            *_own("text", texts, chapter["key"]),
            *chapter["sections"],
            *_own("outlook", texts, f"{chapter['key']}-outlook"),
        ]
        if sections:
            title = chapter["title"] or _("Without a field of action")
            yield {"key": chapter["key"], "title": title, "sections": sections}
    if parts["whole"]:
        yield {"key": "whole", "title": _("Across the fields of action"), "sections": parts["whole"]}
    if OUTLOOK in texts:
        yield {"key": OUTLOOK, "title": _("Outlook"), "sections": _own("outlook", texts, OUTLOOK)}
