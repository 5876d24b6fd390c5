"""How measures are found: by title, then by their texts; what is internal only by those who read everything."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import roles
from integration_portal.core.search import SearchSource

from .models import Measure


def _rows(user):
    return Measure.objects.visible_to(user).defer("progress_note", "internal_note", "import_note")


def _url(measure, user):
    """The office page for those who read everything and for what is not public; the public page for all others."""
    return measure.get_office_url() if roles.reads_all(user) or not measure.is_published else measure.get_absolute_url()


def _text(measure):
    return " ".join(part for part in (measure.summary, measure.words_for_all) if part)


MEASURES = SearchSource(
    key="massnahmen",
    label=_("Measures"),
    rows=_rows,
    url=_url,
    text=_text,
    kicker=lambda measure: measure.state.label,
    order=10,
    inside=lambda user: ("search_internal",) if roles.reads_all(user) else (),
)
