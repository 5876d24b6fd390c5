"""The public listing and the office table: queries, and time as ratios of what was measured in the same run."""

import datetime
import statistics
import time

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration_portal.core import roles
from integration_portal.core.models import User
from integration_portal.core.text import fold, natural_key, sort_key
from measures import facets, listing
from measures.models import Measure, MeasurePlacement
from measures.views import public

from . import Figure

FILTERS = (
    "", "?feld=sprache", "?q=Sprache", "?q=Sprache+Frauen&feld=sprache&feld=bildung&status=planned&status=in_progress",
    "?gemeinde=16077001&zielgruppe=frauen", "?von=2026-01-01&bis=2026-12-31", "?sort=name&seite=9", "?q=Kurs&sort=relevanz&seite=2",
)  # fmt: skip
ROUNDS = 15


def median_time(call, rounds=ROUNDS):
    """Median seconds of a call, after one that warms up."""
    call()
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def queries_of(client, url):
    """How many queries a page runs."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return len(captured)


def public_listing():
    """Queries whatever the filter, cold and warm; the whole page against its template over ready lists."""
    client = Client()
    warm, cold = 0, 0
    for query in FILTERS:
        cache.clear()
        cold = max(cold, queries_of(client, f"/massnahmen/{query}"))
        warm = max(warm, queries_of(client, f"/massnahmen/{query}"))
    size = Measure.objects.public().count()
    yield Figure(f"Public listing, {size} measures: most queries over {len(FILTERS)} filters, cache empty", cold, 8)
    yield Figure("the same, cache filled", warm, 8)
    for query in ("", FILTERS[3]):
        yield from _against_template(client, query)


def _against_template(client, query):
    request = RequestFactory().get(f"/massnahmen/{query}")
    kept = {}
    render = public.render

    def keeping(request, template, context):
        kept["context"] = context
        return render(request, template, context)

    public.render = keeping
    try:
        client.get(f"/massnahmen/{query}")
    finally:
        public.render = render
    context = dict(kept["context"])
    request.htmx = False
    request.user = AnonymousUser()
    ready = median_time(lambda: render_to_string("measures/public/list.html", context, request))
    whole = median_time(lambda: client.get(f"/massnahmen/{query}"))
    words = "without a filter" if not query else "with search words and four filter values"
    yield Figure(f"Listing {words}: whole page / template over ready lists", whole / ready, 3, "×", 2)
    yield Figure(f"Listing {words}: whole page", whole * 1000, None, "ms", 1)


def office_table():
    """Queries of the table at 100 rows."""
    user = User.objects.with_role(roles.Role.OFFICE).first()
    client = Client()
    client.force_login(user)
    client.get("/intern/massnahmen/")
    most = max(
        queries_of(client, f"/intern/massnahmen/{query}")
        for query in ("", "?q=Sprache&feld=sprache", "?ansicht=ueberfaellig&sort=-ende")
    )
    yield Figure("Office table, 100 rows: most queries", most, 12)
    yield Figure(
        "Office table, 100 rows: whole page",
        median_time(lambda: client.get("/intern/massnahmen/"), 5) * 1000,
        None,
        "ms",
        0,
    )


def growth():
    """The first page without counts, and the counts, from 1,000 to 100,000 published measures."""
    template = Measure.objects.public().first()
    field = MeasurePlacement.objects.filter(measure=template).first().field
    times = {}
    _keep_only(1_000)
    times[1_000] = median_time(_first_page)
    _fill(100_000, template, field)
    times[100_000] = median_time(_first_page)
    yield Figure("First page without counts: 100,000 / 1,000 measures", times[100_000] / times[1_000], 1.5, "×", 2)
    yield Figure("First page without counts at 100,000 measures", times[100_000] * 1000, None, "ms", 1)
    cache.clear()
    start = time.perf_counter()
    facets.load()
    yield Figure(
        "Hit counts at 100,000 measures: built anew after a change", (time.perf_counter() - start) * 1000, None, "ms", 0
    )
    client = Client()
    yield Figure(
        "Listing with hit counts at 100,000 measures, cached",
        median_time(lambda: client.get("/massnahmen/?feld=sprache"), 5) * 1000,
        None,
        "ms",
        0,
    )


def _first_page():
    return [str(measure.placement) for measure in listing.newest()]


def _keep_only(number):
    """Unpublish all but `number` measures; this database is thrown away afterwards."""
    kept = Measure.objects.public().by_newest().values_list("pk", flat=True)[:number]
    Measure.objects.filter(is_published=True).exclude(pk__in=list(kept)).update(is_published=False)


def _fill(number, template, field):
    """Insert published measures until there are `number`, without the audit trail, which is not measured here."""
    missing = number - Measure.objects.public().count()
    now = timezone.now()
    first = Measure.objects.filter(slug__startswith="bench-").count()
    for start in range(first, first + missing, 5_000):
        rows = []
        for index in range(start, min(start + 5_000, first + missing)):
            title = f"Sprachtreff Nummer {index}"
            rows.append(
                Measure(
                    title=title,
                    sort_title=sort_key(title),
                    search_title=fold(title),
                    slug=f"bench-{index}",
                    status="planned",
                    lead_id=template.lead_id,
                    summary="Ein Satz.",
                    is_published=True,
                    published_at=now,
                )
            )
        made = Measure.objects.bulk_create(rows, batch_size=1_000)
        MeasurePlacement.objects.bulk_create(
            [
                MeasurePlacement(
                    measure=row,
                    field=field,
                    framework_id=field.framework_id,
                    number=f"99.{row.pk}",
                    number_key=natural_key(f"99.{row.pk}"),
                )
                for row in made
            ],
            batch_size=1_000,
        )
    spread = datetime.timedelta(seconds=1)
    Measure.objects.filter(slug="bench-0").update(updated_at=now - spread)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
