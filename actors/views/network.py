"""Pages of the network that everyone may read. They depend on path, query, language and published data only."""

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import panels
from integration_portal.core.views.logo import image_response

from .. import exports_public
from ..detail import PublicActor
from ..listing import Listing
from ..models import Actor, ActorRedirect


def _prefix(request):
    """The absolute address of the list, to which an actor's short address is added."""
    return request.build_absolute_uri(reverse("actors:public_list"))


@require_safe
def actor_list(request):
    """The listing. The same address gives the same page with and without htmx, which only swaps parts of it."""
    listing = Listing(request.GET, reverse("actors:public_list"))
    # What the language links lead to: this page without empty or unknown parameters.
    request.shared_path = listing.address
    context = {
        "listing": listing,
        "formats": {
            name: reverse("actors:public_export", args=[name]) + listing.query_string for name in exports_public.FORMATS
        },
        "excel_url": reverse("actors:public_export", args=["csv"]) + listing.filter.address(excel="1"),
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Network"), None)],
        "canonical_url": request.build_absolute_uri(listing.address),
        "page_description": _("Who offers advice, courses, meeting places and help, and where."),
    }
    response = render(request, "actors/network/list.html", context)
    if request.htmx and not request.htmx.history_restore_request:
        response["HX-Push-Url"] = listing.address
    return response


@require_safe
def export(request, fmt):
    """All actors of a filter as CSV, JSON or address cards: the same rows in the same order as on the pages."""
    if fmt not in exports_public.FORMATS:
        raise Http404
    listing = Listing(request.GET, reverse("actors:public_list"))
    response = exports_public.FORMATS[fmt](request, listing, _prefix(request))
    return _not_for_search_engines(response)


@require_safe
def detail(request, slug):
    """One published actor. The address of a duplicate that was merged leads to the actor that stayed."""
    actor = Actor.objects.public().defer("internal_note").filter(slug=slug).first()
    if actor is None:
        return _moved(slug, "actors:public_detail")
    sheet = PublicActor(actor)
    context = {
        "sheet": sheet,
        "actor": actor,
        "panels": panels.collect(request, "actor:public", actor),
        "crumbs": sheet.crumbs(),
        "canonical_url": request.build_absolute_uri(actor.get_public_url()),
        "page_description": sheet.teaser,
    }
    return render(request, "actors/network/detail.html", context)


@require_safe
def vcard(request, slug):
    """The address card of one published actor."""
    actor = Actor.objects.public().filter(slug=slug).first()
    if actor is None:
        return _moved(slug, "actors:public_vcard")
    return _not_for_search_engines(exports_public.single_vcf(actor, _prefix(request)))


@require_safe
def logo(request, slug):
    """The logo of a published actor."""
    return image_response(request, get_object_or_404(Actor.objects.public(), ~Q(logo=""), slug=slug).logo)


def _moved(slug, name):
    """The permanent way from the address of a merged duplicate, 404 if there is none or its actor is not public."""
    moved = ActorRedirect.objects.filter(old_slug=slug, actor__in=Actor.objects.public()).select_related("actor")
    target = get_object_or_404(moved).actor
    return HttpResponsePermanentRedirect(reverse(name, args=[target.slug]))


def _not_for_search_engines(response):
    response["X-Robots-Tag"] = "noindex"
    return response
