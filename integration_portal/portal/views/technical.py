"""Addresses for machines: health, robots, sitemap."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actors.models import Actor
from committees.models import Committee, Meeting, Paper, Resolution
from fields_of_action.models import FieldOfAction, Indicator
from integration_portal.concept.models import ConceptRevision, ConceptSection, Consultation, UpdateProcess
from measures.models import Event, Measure

SITEMAP_LIMIT = 50_000  # most addresses of one sitemap file (sitemaps.org)
OTHERS_LIMIT = 5_000  # the newest events, and as many actors, so that those of many years leave room for the measures


@never_cache
@require_safe
def healthz(request):
    """200 while the process answers and the database can be asked, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever the driver raises: the answer is "not healthy", the log says why
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """200 when the database can be asked and every migration is applied, 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # as above
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    if pending:
        return HttpResponse("migrations pending\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
def robots(request):
    """Everything public may be indexed; the office, accounts and endless filter combinations not."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: {path}"
        for path in ("/intern/", "/konto/", "/admin/", "/suche/", "/en/intern/", "/en/konto/", "/en/suche/")
    ]
    lines += ["Disallow: /*?*seite=", "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _page(row):
    return row.get_absolute_url(), row.updated_at


def _of_committees():
    """The public committees, their meetings, papers and resolutions, the newest of each kind."""
    yield Committee.objects.public()
    yield Meeting.objects.public().select_related("committee").order_by("-starts_at")[:OTHERS_LIMIT]
    yield Paper.objects.public().only("number", "updated_at")[:OTHERS_LIMIT]
    yield Resolution.objects.public().only("number", "updated_at")[:OTHERS_LIMIT]


def _of_concept():
    """Revisions, sections of the one in force, consultations and updates that everyone sees."""
    yield ConceptRevision.objects.public().only("slug", "updated_at")
    yield ConceptSection.objects.filter(revision__in=ConceptRevision.objects.in_force()).select_related("revision")
    yield Consultation.objects.public()
    yield UpdateProcess.objects.public()


@require_safe
def sitemap(request):
    """Public pages as sitemaps.org XML: start pages, fields of action in force, what is published of the rest."""
    names = (
        "portal:home",
        "measures:list",
        "measures:events",
        "measures:ideas",
        "actors:public_list",
        "fields_of_action:list",
        "fields_of_action:indicators",
        "committees:public_list",
        "committees:public_meetings",
        "committees:public_papers",
        "committees:public_resolutions",
        "concept:public_index",
        "concept:public_consultations",
        "portal:open_data",
        "portal:imprint",
        "portal:privacy",
        "portal:accessibility",
    )
    paths = [(reverse(name), None) for name in names]
    paths += [_page(row) for row in FieldOfAction.objects.in_force()]
    paths += [_page(row) for row in Indicator.objects.public().only("slug", "updated_at")]
    paths += [_page(row) for row in Event.objects.public().only("slug", "updated_at")[:OTHERS_LIMIT]]
    paths += [(row.get_public_url(), row.updated_at) for rows in (*_of_committees(), *_of_concept()) for row in rows]
    actors = (
        Actor.objects.public().order_by("-updated_at", "-pk").only("slug", "updated_at", "is_published", "archived_at")
    )
    paths += [(row.get_public_url(), row.updated_at) for row in actors[:OTHERS_LIMIT]]
    measures = Measure.objects.public().by_newest().only("slug", "updated_at")[: SITEMAP_LIMIT - len(paths)]
    paths += [_page(row) for row in measures.iterator()]
    rows = []
    for path, changed in paths:
        lastmod = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        rows.append(f"<url><loc>{request.build_absolute_uri(path)}</loc>{lastmod}</url>")
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse(xml + "\n".join(rows) + "\n</urlset>\n", content_type="application/xml; charset=utf-8")
