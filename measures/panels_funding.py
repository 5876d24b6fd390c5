"""Grants on the office page of a measure."""

from .budget import Sums, grants_of_measure
from .models import FundingApplication


def funding_of_measure(request, measure):
    """What grants plan and have spent for the measure, and its applications; None for those who do not read all."""
    user = request.user
    if not user.reads_all:
        return None
    rows, total = grants_of_measure(measure), Sums()
    for row in rows:
        total.add(row)
    applications = FundingApplication.objects.visible_inside(user).filter(measures=measure)
    return {
        "measure": measure,
        "rows": rows,
        "total": total,
        "applications": list(applications.select_related("programme")[:10]),
        "may_edit": user.is_office,
    }
