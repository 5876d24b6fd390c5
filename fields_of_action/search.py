"""How fields of action, goals and indicators are found; the first two are public."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import roles
from integration_portal.core.search import SearchSource

from .models import FieldOfAction, Goal, Indicator

FIELDS = SearchSource(
    key="handlungsfelder",
    label=_("Fields of action"),
    rows=lambda user: FieldOfAction.objects.select_related("framework"),
    url=lambda field, user: field.get_absolute_url(),
    text=lambda field: f"{field.teaser} {field.description}",
    kicker=lambda field: field.framework.title,
    order=20,
)

GOALS = SearchSource(
    key="ziele",
    label=_("Goals"),
    rows=lambda user: Goal.objects.filter(is_active=True).select_related("field"),
    url=lambda goal, user: goal.get_absolute_url(),
    text=lambda goal: goal.description,
    kicker=lambda goal: goal.field.label,
    order=25,
)

INDICATORS = SearchSource(
    key="kennzahlen",
    label=_("Indicators"),
    rows=lambda user: (Indicator.objects.all() if roles.reads_all(user) else Indicator.objects.public()).select_related(
        "field"
    ),
    url=lambda row, user: row.get_office_url() if roles.reads_all(user) else row.get_absolute_url(),
    text=lambda row: row.definition,
    kicker=lambda row: row.field.label if row.field else "",
    order=30,
)
