"""Progress rounds for tests: measures with somebody to ask, rounds that were sent, answers by link."""

from integration_portal.core import links
from measures.services import rounds
from tests.builders import (
    make_actor,
    make_measure,
    make_person,
    make_round,
)


def measure_of(person=None, lead=None, **values):
    return make_measure(lead=lead or make_actor(), contact=person, status="in_progress", **values)


def sent_round(*measures):
    row = make_round(measures=measures)
    rounds.send_round(round=row)
    row.refresh_from_db()
    return row


def path(request, rest=""):
    return links.path_of(request.link) + rest


def ask():
    """A request for two measures of one person, and a measure that is none of theirs."""
    person = make_person("Muster", email="mara@example.org")
    row = sent_round(measure_of(person, title="Sprachcafé"), measure_of(person, title="Patenschaft"))
    make_measure("Fremd", status="in_progress")
    return row.requests.get()


ANSWER = {"text": "Zwölf neue Teilnehmende 🦄", "author_name": "Mara Muster", "tun": "einreichen"}


def report_of(asked, title="Sprachcafé"):
    return asked.reports.get(measure__title=title)


def send_answer(client, asked, title="Sprachcafé", **values):
    report = report_of(asked, title)
    return client.post(path(asked, f"{report.pk}/"), {**ANSWER, "version": report.version, **values})
