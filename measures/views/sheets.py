"""Measures on paper, to download."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.models import Actor
from integration_portal.core.access import insider_required, reader_required

from .. import sheets, sheets_funding
from ..models import FundingProgramme, Measure


@require_safe
@insider_required
def measure(request, pk):
    """The sheet of a measure as PDF, for whoever sees it in the office views."""
    rows = Measure.objects.visible_inside(request.user).select_related("lead").with_placements()
    return sheets.measure_sheet(get_object_or_404(rows, pk=pk))


@require_safe
@insider_required
def of_actor(request, pk, fmt):
    """The current measures that an actor leads or takes part in, as PDF or Excel, as far as the user sees them."""
    actor = get_object_or_404(Actor.objects.visible_inside(request.user), pk=pk)
    own = Measure.objects.visible_inside(request.user).current()
    own = own.filter(Q(lead=actor) | Q(partner_links__actor=actor)).distinct()
    title = _("Measures of %(actor)s") % {"actor": actor}
    return sheets.list_xlsx(title, own) if fmt == "xlsx" else sheets.list_pdf(title, own)


@require_safe
@reader_required
def of_programme(request, pk, fmt):
    """The list for a funder: the measures of a programme with what was planned and spent, as PDF or Excel."""
    programmes = FundingProgramme.objects.visible_inside(request.user).select_related("funder")
    programme = get_object_or_404(programmes, pk=pk)
    return sheets_funding.programme_xlsx(programme) if fmt == "xlsx" else sheets_funding.programme_pdf(programme)
