"""What measures, fields of action and actors show of papers and resolutions: who reads everything sees all, others what is public."""

from operator import methodcaller

from django.urls import reverse

from integration_portal.core import roles

from .models import Paper, Resolution

SHOWN = 6


def _rows(model, owner_filter, *, inside):
    rows = model.objects.all() if inside else model.objects.public()
    if model is Resolution:
        rows = rows.select_related("committee")
    found = list(rows.filter(**owner_filter)[: SHOWN + 1])
    address = methodcaller("get_absolute_url" if inside else "get_public_url")
    return [(row, address(row)) for row in found[:SHOWN]], len(found) > SHOWN


def _panel(resolutions, papers, *, more_url="", more_papers_url=""):
    (resolution_rows, more), (paper_rows, more_papers) = resolutions, papers
    if not resolution_rows and not paper_rows:
        return None
    return {
        "resolution_rows": resolution_rows,
        "paper_rows": paper_rows,
        "more_url": more_url if more else "",
        "more_papers_url": more_papers_url if more_papers else "",
    }


def of_measure(request, measure):
    """Resolutions and papers about a measure, in the office views."""
    inside = roles.reads_all(request.user)
    return _panel(
        _rows(Resolution, {"measures": measure}, inside=inside), _rows(Paper, {"measures": measure}, inside=inside)
    )


def of_public_measure(request, measure):
    """The public resolutions and papers about a measure."""
    return _panel(
        _rows(Resolution, {"measures": measure}, inside=False), _rows(Paper, {"measures": measure}, inside=False)
    )


def of_field(request, field):
    """Resolutions and papers about a field of action, in the office views."""
    inside, query = roles.reads_all(request.user), f"?feld={field.slug}"
    return _panel(
        _rows(Resolution, {"fields": field}, inside=inside),
        _rows(Paper, {"fields": field}, inside=inside),
        more_url=reverse("committees:resolution_list") + query if inside else "",
        more_papers_url=reverse("committees:paper_list") + query if inside else "",
    )


def of_public_field(request, field):
    """The public resolutions and papers about a field of action."""
    return _panel(_rows(Resolution, {"fields": field}, inside=False), _rows(Paper, {"fields": field}, inside=False))


def of_actor(request, actor):
    """The papers that an actor brought in, in the office views."""
    return _panel(([], False), _rows(Paper, {"originator": actor}, inside=roles.reads_all(request.user)))


def of_public_actor(request, actor):
    """The public papers that an actor brought in."""
    return _panel(([], False), _rows(Paper, {"originator": actor}, inside=False))
