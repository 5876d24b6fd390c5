"""The today page at two sizes, a round of 300 recipients, and the report of 500 measures."""

import datetime
import time

from django.db import transaction
from django.test import Client
from django.utils import timezone

from actors.models import Actor, Person
from integration_portal.core import roles
from integration_portal.core.models import Mail, User
from measures.models import Measure, ProgressRound, Task
from measures.services import rounds

from ..models import Report
from ..reports import document, files
from . import Figure
from .listing import _fill, median_time, queries_of

RECIPIENTS = 300


def today_page():
    """Queries and time with 5,000 measures and 20,000 tasks, then with ten times as many; all people's lines."""
    user = User.objects.with_role(roles.Role.OFFICE).first()
    client = Client()
    client.force_login(user)
    times = {}
    for measures, tasks in ((5_000, 20_000), (50_000, 200_000)):
        template = Measure.objects.public().first()
        _fill(measures, template, template.placements.first().field)
        _fill_tasks(tasks, user)
        client.get("/intern/?wer=alle")
        most = max(queries_of(client, url) for url in ("/intern/", "/intern/?wer=alle"))
        times[measures] = median_time(lambda: client.get("/intern/?wer=alle"), 5)
        yield Figure(f"Today page, {measures} measures and {tasks} tasks: queries", most, 20)
        yield Figure(f"Today page, {measures} measures and {tasks} tasks: time", times[measures] * 1000, None, "ms", 0)


def _fill_tasks(number, user):
    """Insert tasks until there are `number`, a tenth of them overdue, without the audit trail."""
    today = timezone.localdate()
    missing = number - Task.objects.count()
    measures = list(Measure.objects.values_list("pk", flat=True)[:5_000])
    Task.objects.bulk_create(
        [
            Task(
                title=f"Aufgabe {index}",
                due_on=today + datetime.timedelta(days=index % 300 - 30),
                responsible=user if index % 3 else None,
                measure_id=measures[index % len(measures)],
            )
            for index in range(missing)
        ],
        batch_size=2_000,
    )


def round_of_mails():
    """A round to 300 recipients, from the click until all mails are in the queue."""
    actor = Actor.objects.first()
    people = Person.objects.bulk_create(
        Person(last_name=f"Muster{index}", sort_name=f"muster{index}", email=f"p{index}@example.org")
        for index in range(RECIPIENTS)
    )
    measures = list(Measure.objects.current()[:RECIPIENTS])
    for measure, person in zip(measures, people, strict=True):
        Measure.objects.filter(pk=measure.pk).update(contact=person, lead=actor)
    row = ProgressRound.objects.create(title="Messung", deadline=timezone.localdate() + datetime.timedelta(days=20))
    row.measures.set(measures)
    before = Mail.objects.count()
    start = time.perf_counter()
    with transaction.atomic():
        rounds.send_round(round=row)
    taken = time.perf_counter() - start
    if Mail.objects.count() - before != RECIPIENTS:
        raise RuntimeError("Not every recipient got a mail.")
    yield Figure(f"Progress round, {RECIPIENTS} recipients: queued", taken, 5, "s", 1)


def report_of_500():
    """The yearly report over 500 measures as PDF, gathered and written."""
    year = timezone.localdate().year
    kept = list(Measure.objects.values_list("pk", flat=True)[:500])
    Measure.objects.exclude(pk__in=kept).update(archived_at=timezone.now().replace(year=2000), is_published=False)
    report = Report(pk=0, title="Messung", start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
    taken = median_time(lambda: files.as_pdf(document.build(report), 0), 3)
    yield Figure("Report of 500 measures as PDF", taken, 3, "s", 1)
