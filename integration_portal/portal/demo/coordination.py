"""A year of coordination for the demo: milestones, tasks, a closed and a running progress round with answers."""

import datetime
import random

from django.core.exceptions import ValidationError
from django.utils import timezone

from measures import services
from measures.models import Measure, Milestone, ProgressReport, ProgressRound, Task
from measures.services import rounds

from .texts import read

REPORTED, ASKED = 18, 24


def make_coordination(accounts, seed=7):
    """Fill the running demo measures with milestones, tasks and reports, through the services."""
    texts, today, chance = read("coordination.toml"), timezone.localdate(), random.Random(seed)  # noqa: S311
    office, colleague = accounts["office"], accounts["colleague"]
    running = list(Measure.objects.current().filter(status__in=("in_progress", "permanent", "planned")).order_by("pk"))
    for index, measure in enumerate(running[:20]):
        _milestones(measure, texts["milestones"], office if index % 3 else colleague, today, index)
    for index, (title, offset, repeat, state) in enumerate(texts["tasks"]):
        task = services.save_task(
            task=Task(
                title=title,
                due_on=today + datetime.timedelta(days=offset),
                repeat=repeat,
                responsible=colleague if index % 4 == 3 else office,
                measure=running[index] if running and index % 2 and index < len(running) else None,
            ),
            by=office,
        )
        if state != Task.State.OPEN:
            services.move_task(task=task, to=state, by=office, on=min(task.due_on, today))
    _round("Sachstand Frühjahr", running[:REPORTED], office, texts["answers"], chance, today, closed=True)
    _round("Sachstand Herbst", running[:ASKED], office, texts["answers"], chance, today, closed=False)


def _milestones(measure, rows, responsible, today, index):
    before = None
    for title, offset in rows[index % 3 : index % 3 + 4]:
        due = today + datetime.timedelta(days=offset + index)
        milestone = Milestone(measure=measure, title=title, due_on=due, responsible=responsible)
        services.save_milestone(milestone=milestone, depends_on=[before] if before else [])
        if due < today and index % 4:
            try:
                services.reach_milestone(milestone=milestone, by=responsible, on=due)
            except ValidationError:  # the one before stays open on purpose: the demo shows what is overdue
                continue
        before = milestone


def _round(title, measures, by, answers, chance, today, *, closed):
    """A round that was sent; some of its recipients have answered, those of a closed one all."""
    year = today.year
    row = services.rounds.save_round(
        round=ProgressRound(
            title=f"{title} {year}",
            deadline=today + datetime.timedelta(days=18),
            text="Wir bereiten den Jahresbericht vor. Ein paar Sätze genügen.",
            created_by=by,
        ),
        measures=measures,
    )
    try:
        requests, _without = rounds.send_round(round=row)
    except ValidationError:  # no demo measure has anybody to ask: nothing to show then
        return
    for number, request in enumerate(requests):
        if closed or number % 2 == 0:
            for report in request.reports.select_related("measure"):
                _answer(report, answers, chance, accept=closed or number % 4 == 0, by=by)
    row.refresh_from_db()
    if closed:
        rounds.close_round(round=row)


def _answer(report, answers, chance, *, accept, by):
    text, obstacles, next_steps = chance.choice(answers)
    data = {"text": text, "obstacles": obstacles, "next_steps": next_steps}
    handed_in = services.submit_report(report=report, data=data, version=report.version)
    if accept and handed_in.state == ProgressReport.State.SUBMITTED:
        services.accept_report(report=handed_in, by=by)
