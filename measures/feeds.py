"""The listing as an Atom feed, for those who want to be told about news of a filter."""

import re

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_portal.core import writers
from integration_portal.core.models import SiteSettings

from .listing import as_cards

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text):
    """Text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def atom(request, chosen):
    """All measures of the filter, in the filter's order; an entry's id stays for ever."""
    site = SiteSettings.load()
    query = chosen.address()
    entries = [
        writers.FeedEntry(
            guid=measure.uuid.urn,
            title=clean(measure.title),
            url=request.build_absolute_uri(measure.get_absolute_url()),
            text=clean(f"{measure.state.label}: {measure.summary}" if measure.summary else str(measure.state.label)),
            updated=measure.updated_at,
            published=measure.published_at,
            categories=tuple(clean(place.field.label) for place in measure.placements.all()),
        )
        for measure in as_cards(chosen.qs).iterator(chunk_size=500)
    ]
    return writers.atom_response(
        title=clean(f"{_('Measures')} – {site.portal_name} {site.county_name}"),
        url=request.build_absolute_uri(reverse("measures:list") + query),
        feed_url=request.build_absolute_uri(reverse("measures:export", args=["atom"]) + query),
        language=get_language(),
        entries=entries,
        author=clean(site.office_name),
    )
