"""Files of contacts for tests of the import, and what the portal makes of them."""

import csv
import io

import pytest

from actors.models import Actor, ContactWay, Person, PersonRole
from integration_portal.core.importing.batches import run_at_once
from integration_portal.core.importing.guard import Refused, check_file


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def person_card(first, last, organisation, *lines):
    return card(f"N:{last};{first};;;", f"FN:{first} {last}", f"ORG:{organisation}", *lines)


@pytest.fixture
def write(tmp_path):
    """Write text or bytes into a file and return its path."""

    def to_file(content, name="kontakte.vcf", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to_file


@pytest.fixture
def table(tmp_path):
    """Write rows as a text table and return its path."""

    def to_file(*rows, delimiter=",", encoding="cp1252", name="kontakte.csv"):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return to_file


def run(path, **options):
    return run_at_once(kind="actors", path=path, **options)


def refused(path, **options):
    with pytest.raises(Refused) as error:
        check_file(path, **options)
    return str(error.value)


def codes(batch):
    return {row.number: [problem["code"] for problem in row.problems] for row in batch.rows.all() if row.problems}


def actions(batch):
    return list(batch.rows.order_by("number").values_list("action", flat=True))


def everything():
    """What the portal holds of actors and persons, for comparing before and after."""
    return [
        list(
            Actor.objects.order_by("pk").values(
                "pk", "name", "street", "city", "email", "phone", "website", "internal_note"
            )
        ),
        list(
            Person.objects.order_by("pk").values(
                "pk", "title", "first_name", "last_name", "email", "phone", "internal_note"
            )
        ),
        list(PersonRole.objects.order_by("pk").values("pk", "person", "actor", "function", "is_main_contact")),
        list(ContactWay.objects.order_by("pk").values("person", "kind", "value")),
    ]
