"""Pictures of the network for those who read everything: graph, matrix of offers and gaps, map, and the list of offers."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core.access import reader_required
from integration_portal.core.params import page_number

from ..pictures.choices import Choices, Terms
from ..pictures.graph import Network
from ..pictures.matrix import Matrix
from ..pictures.places import PlacesMap
from ..tallies import narrowed, running

PER_PAGE = 50


def _views(current):
    """Tabs of the pages of pictures."""
    tabs = (
        (_("Graph"), "actors:network"),
        (_("Offers and gaps"), "actors:matrix"),
        (_("Map"), "actors:map"),
        (_("List of offers"), "actors:offer_list"),
    )
    return [(label, reverse(name), None, name == current) for label, name in tabs]


@require_safe
@reader_required
def graph(request):
    """Actors and their relations as a picture and as a table."""
    network = Network(request.user, request.GET)
    page = Paginator(network.circles, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    context = {"network": network, "page_obj": page, "views": _views("actors:network"), "views_label": _("Pictures")}
    return render(request, "actors/pictures/graph.html", context)


@require_safe
@reader_required
def matrix(request):
    """What is offered in which field, where and for whom, and where nothing is."""
    context = {
        "matrix": Matrix(request.user, request.GET),
        "views": _views("actors:matrix"),
        "views_label": _("Pictures"),
    }
    return render(request, "actors/pictures/matrix.html", context)


@require_safe
@reader_required
def places(request):
    """Offers or measures of each municipality as list and map."""
    context = {
        "places": PlacesMap(request.user, request.GET),
        "views": _views("actors:map"),
        "views_label": _("Pictures"),
    }
    return render(request, "actors/pictures/map.html", context)


@require_safe
@reader_required
def offer_list(request):
    """Running offers, narrowed by field, municipality and target group: the list behind the numbers of the pictures."""
    choices = Choices(request.GET, ("feld", "gemeinde", "zielgruppe"), Terms(), district_wide=True)
    offers = narrowed(
        running(request.user),
        field=choices.row("feld"),
        place=choices.value("gemeinde"),
        group=choices.row("zielgruppe"),
    )
    rows = offers.select_related("actor").prefetch_related("fields", "municipalities", "target_groups", "languages")
    context = {
        "choices": choices,
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "views": _views("actors:offer_list"),
        "views_label": _("Pictures"),
    }
    return render(request, "actors/pictures/offers.html", context)
