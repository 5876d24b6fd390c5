"""Public papers and resolutions: lists, one of each, and the feed of what is new."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.views.listing import chips, page_of
from integration_portal.core import attachments, panels, writers
from integration_portal.core.models import SiteSettings
from measures.feeds import clean

from ..chain import chain_of_paper, chain_of_resolution, links_of
from ..filters_public import PublicPaperFilter, PublicResolutionFilter
from ..models import AgendaItem, Paper, Resolution
from ..public import news
from .public import crumbs


def _list(request, filterset, rows, template, title, description):
    context = {
        "filter": filterset,
        "notices": filterset.notices,
        "chips": chips(request, filterset),
        "page_obj": page_of(request, rows),
        "crumbs": crumbs((title, None)),
        "page_description": description,
    }
    return render(request, template, context)


@require_safe
def papers(request):
    """The released papers, newest first."""
    filterset = PublicPaperFilter(request.GET, queryset=Paper.objects.public(), request=request)
    description = _("Papers that the committees deliberate on, once they are released.")
    return _list(request, filterset, filterset.qs, "committees/public/papers.html", _("Papers"), description)


@require_safe
def resolutions(request):
    """The register of public resolutions, newest first."""
    filterset = PublicResolutionFilter(request.GET, queryset=Resolution.objects.public(), request=request)
    rows = filterset.qs.select_related("committee")
    description = _("What the committees resolved, and what became of it.")
    return _list(request, filterset, rows, "committees/public/resolutions.html", _("Resolutions"), description)


@require_safe
def paper(request, number):
    """One released paper with its path through the public committees."""
    row = get_object_or_404(Paper.objects.public().select_related("originator", "lead"), number=number)
    nodes, hue = chain_of_paper(row)
    stops = list(
        row.referrals.filter(committee__is_published=True).select_related("committee", "item__meeting__committee")
    )
    public = set(
        AgendaItem.objects.public().filter(pk__in=[s.item_id for s in stops if s.item_id]).values_list("pk", flat=True)
    )
    for stop in stops:
        stop.meeting_url = stop.item.meeting.get_public_url() if stop.item_id in public else ""
    originator = row.originator
    context = {
        "paper": row,
        "originator": originator.name if originator else row.originator_text,
        "originator_url": originator.get_public_url() if originator and originator.is_published else "",
        "stops": stops,
        "files": [file for file in attachments.of(row) if file.is_public],
        "resolutions": list(Resolution.objects.public().filter(paper=row).select_related("committee")),
        "chain": nodes,
        "hue": hue,
        **links_of(row),
        "crumbs": crumbs((_("Papers"), reverse("committees:public_papers")), (row.number, None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.title,
    }
    return render(request, "committees/public/paper.html", context)


@require_safe
def resolution(request, number):
    """One public resolution with the reports that are public."""
    rows = Resolution.objects.public().select_related("committee", "item__meeting__committee", "item__parent", "vote")
    row = get_object_or_404(rows, number=number)
    nodes, hue = chain_of_resolution(row)
    is_open = row.item.is_public and (row.item.parent is None or row.item.parent.is_public)
    context = {
        "resolution": row,
        "vote": row.vote if is_open else None,
        "panels": panels.collect(request, "resolution:public", row),
        "reports": list(row.reports.filter(is_public=True)),
        "paper": Paper.objects.public().filter(pk=row.paper_id).first() if row.paper_id else None,
        "meeting": row.item.meeting,
        "chain": nodes,
        "hue": hue,
        **links_of(row),
        "crumbs": crumbs((_("Resolutions"), reverse("committees:public_resolutions")), (row.number, None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.title,
    }
    return render(request, "committees/public/resolution.html", context)


def _entry(request, day, row):
    is_paper = isinstance(row, Paper)
    words = row.get_kind_display() if is_paper else row.get_outcome_display()
    text = (row.proposed_resolution or row.facts) if is_paper else row.text
    return writers.FeedEntry(
        guid=row.uuid.urn,
        title=clean(f"{row.number}: {row.title}"),
        url=request.build_absolute_uri(row.get_public_url()),
        text=clean(f"{words}. {text}"[:2000]),
        updated=row.updated_at,
        published=timezone.make_aware(parse_datetime(f"{day.isoformat()}T00:00:00")),
        categories=(_("Paper") if is_paper else _("Resolution"),),
    )


@require_safe
def feed(request):
    """The newest papers and resolutions as an Atom feed."""
    site = SiteSettings.load()
    return writers.atom_response(
        title=clean(f"{_('Papers and resolutions')} – {site.portal_name} {site.county_name}"),
        url=request.build_absolute_uri(reverse("committees:public_list")),
        feed_url=request.build_absolute_uri(reverse("committees:public_feed")),
        language=get_language(),
        entries=[_entry(request, day, row) for day, row in news()],
        author=clean(site.office_name),
    )
