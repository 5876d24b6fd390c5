"""The concept: two revisions of 200 pages (80,000 words), compared, read and printed; 2,000 statements to assess."""

import random
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fields_of_action.models import Framework
from integration_portal.concept import documents
from integration_portal.concept.comparison import compare_revisions, lines_of
from integration_portal.concept.models import Concept, ConceptRevision, ConceptSection, Consultation, Statement
from integration_portal.core import roles
from integration_portal.core.models import User

from . import Figure

SECTIONS, WORDS, PARAGRAPH = 200, 400, 80
#: One word in so many is another one in the newer revision, so that most paragraphs have changed.
CHANGED = 60


def _texts(chance):
    for _section in range(SECTIONS):
        words = [f"Wort{chance.randrange(3000)}" for _word in range(WORDS)]
        yield words


def _body(words):
    return "\n\n".join(" ".join(words[start : start + PARAGRAPH]) for start in range(0, len(words), PARAGRAPH))


def _revisions():
    """An older and a newer revision with the same sections, both shown to everyone."""
    chance = random.Random(2027)  # noqa: S311 - text to measure with
    framework = Framework.objects.order_by("pk").first()
    concept = Concept.objects.create(framework=framework, title="Messkonzept", slug="messkonzept")
    day = timezone.localdate()
    old, new = (
        ConceptRevision.objects.create(
            concept=concept, label=label, slug=label.lower(), state="consultation", published_on=day
        )
        for label in ("Messung-Alt", "Messung-Neu")
    )
    for number, words in enumerate(_texts(chance), start=1):
        section = ConceptSection.objects.create(
            revision=old, title=f"Abschnitt {number}", body=_body(words), position=number
        )
        for place in range(0, WORDS, CHANGED):
            words[place] = "geändert"
        ConceptSection.objects.create(
            revision=new, title=section.title, body=_body(words), position=number, identity=section.identity
        )
    return old, new


def _seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def reading_and_comparing():
    """Comparison, pages and files of 200 pages."""
    old, new = _revisions()

    def compare():
        comparison = compare_revisions(old, new, public=True)
        lines_of(comparison, comparison.changed)

    size = f"{SECTIONS * WORDS:,} words"
    yield Figure(f"Concept: comparison of two revisions of {size}, all of it", _seconds(compare), 2, "s", 2)
    client = Client()
    key = new.sections.order_by("position").first().key
    for address, words, limit in (
        (f"/konzept/{new.slug}/vergleich/{old.slug}/", "first page of that comparison", None),
        (f"/konzept/{new.slug}/{key}/", "page of a section", 10),
    ):
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} did not answer.")
        with CaptureQueriesContext(connection) as queries:
            took = _seconds(lambda address=address: client.get(address))
        yield Figure(f"Concept: {words}", took * 1000, None, "ms")
        yield Figure(f"Concept: queries of the {words}", len(queries), limit, "")
    data = documents.concept_document(new, public=True)
    yield Figure(f"Concept: PDF of {size}", _seconds(lambda: documents.as_pdf(data)), 5, "s", 2)
    yield Figure(f"Concept: Word file of {size}", _seconds(lambda: documents.as_word(data)), None, "s", 2)
    three = documents.comparison_document(old, new, public=True)
    yield Figure("Concept: comparison as PDF", _seconds(lambda: documents.as_pdf(three)), None, "s", 2)


FEW, MANY = 20, 2000


def _statements(consultation, sections, start, end):
    Statement.objects.bulk_create(
        Statement(
            consultation=consultation,
            number=number,
            section=sections[number % len(sections)],
            text=f"Stellungnahme {number}: " + "Bitte mehr Kurse in allen Orten. " * 12,
            name=f"Person {number}",
            channel="letter",
            state="shown",
            received_on=consultation.starts_on,
            digest=f"{number:064}",
        )
        for number in range(start, end)
    )


def assessing():
    """The table of statements with 20 and with 2,000 of them, and its file."""
    revision = ConceptRevision.objects.filter(slug="messung-neu").first() or _revisions()[1]
    day = timezone.localdate()
    row = Consultation.objects.create(
        revision=revision, title="Messung", slug="messung", starts_on=day, ends_on=day, is_published=True
    )
    sections = list(revision.sections.all())
    client = Client()
    client.force_login(User.objects.with_role(roles.Role.OFFICE).first())
    took, asked = {}, {}
    for start, number in ((1, FEW), (FEW + 1, MANY)):
        _statements(row, sections, start, number + 1)
        for address in (row.get_absolute_url(), row.get_public_url()):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                took[number, address] = _seconds(lambda address=address: client.get(address))
            asked[number, address] = len(queries)
    for address, words in (
        (row.get_absolute_url(), "table of statements"),
        (row.get_public_url(), "public statements"),
    ):
        grown = asked[MANY, address] - asked[FEW, address]
        yield Figure(f"Concept: {words}, {MANY:,} of them", took[MANY, address] * 1000, None, "ms")
        yield Figure(
            f"Concept: {words}, time compared with {FEW}", took[MANY, address] / took[FEW, address], None, "×", 1
        )
        yield Figure(f"Concept: {words}, queries more than with {FEW}", grown, 0, "")
    excel = f"{row.get_absolute_url()}abwaegung.xlsx"
    yield Figure(f"Concept: {MANY:,} statements as Excel", _seconds(lambda: client.get(excel).getvalue()), None, "s", 2)
