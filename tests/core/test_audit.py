"""The audit trail: what it keeps, what it masks, and that nobody can change it."""

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from actors.models import Actor
from integration_portal.core import audit, triggers, versions
from integration_portal.core.history import history_of
from integration_portal.core.mail import queue_mail
from integration_portal.core.models import ImportBatch, ImportRow, PersonalLink, Redaction, User
from integration_portal.core.redaction import FORGOTTEN, REDACTED, redact_person
from measures.models import Measure, MeasurePartner
from tests.builders import make_actor, make_field, make_measure, make_person, make_user

pytestmark = pytest.mark.django_db


def last_entry(obj):
    return LogEntry.objects.filter(cid=audit.key_of(obj)).order_by("-id").first()


def test_an_entry_says_who_what_field_by_field_and_from_where():
    user = make_user("office", name="Mara Muster")
    measure = make_measure("Alt")
    with audit.acting(user=user, source="page", path="/intern/massnahmen/1/", remote_addr="127.0.0.1"):
        measure.title = "Neu"
        measure.save()
    entry = last_entry(measure)
    assert entry.changes == {"title": ["Alt", "Neu"]}
    assert entry.actor == user
    assert entry.additional_data == {"source": "page", "path": "/intern/massnahmen/1/", "who": "Mara Muster"}
    assert entry.remote_addr == "127.0.0.1"


def test_computed_columns_and_versions_make_no_noise():
    measure = make_measure("Gleich")
    before = LogEntry.objects.count()
    measure.save()
    assert LogEntry.objects.count() == before


def test_personal_data_of_contacts_is_masked():
    person = make_person("Geheim", email="geheim@example.org", phone="03447 000000")
    person.email = "anders@example.org"
    person.save()
    text = " ".join(
        f"{entry.changes} {entry.object_repr}" for entry in LogEntry.objects.filter(cid=audit.key_of(person))
    )
    assert "Geheim" not in text
    assert "example.org" not in text
    assert "•••" in text


def test_parts_of_a_measure_stand_in_its_history_with_names():
    measure, actor = make_measure(), make_actor("Brückenbund Muster e. V.")
    link = MeasurePartner.objects.create(measure=measure, actor=actor, role="Räume")
    link.delete()
    lines = history_of(measure).lines
    assert "Brückenbund Muster e. V." in lines[1].details[0]
    assert len(lines) == 3


def test_a_history_needs_the_same_few_queries_at_any_length(django_assert_max_num_queries):
    measure = make_measure(lead=make_actor())
    for number in range(30):
        measure.title, measure.lead = f"Titel {number}", make_actor()
        measure.save()
    with django_assert_max_num_queries(4):
        history = history_of(measure)
    assert (len(history.lines), history.older) == (20, True)
    assert len(history_of(measure, page=2).lines) == 11


def test_many_to_many_changes_are_logged():
    measure, field = make_measure(), make_field(name="Sprache")
    measure.further_fields.add(field)
    assert last_entry(measure).changes == {
        "further_fields": {"type": "m2m", "operation": "add", "objects": ["Sprache"]}
    }


def test_bulk_writes_are_logged_row_by_row():
    first, second = make_actor("A"), make_actor("B")
    first.city, second.city = "Altenburg", "Schmölln"
    assert audit.audited_bulk_update([first, second], ["city"]) == 2
    assert [last_entry(actor).changes for actor in (first, second)] == [
        {"city": ["", "Altenburg"]},
        {"city": ["", "Schmölln"]},
    ]
    created = audit.audited_bulk_create([Actor(name="C", slug="c"), Actor(name="D", slug="d")])
    assert [last_entry(actor).action for actor in created] == [LogEntry.Action.CREATE] * 2
    assert Actor.objects.get(slug="c").sort_name.startswith("c")
    audit.audited_delete(Actor.objects.filter(slug="c"))
    assert LogEntry.objects.filter(action=LogEntry.Action.DELETE, object_repr="C").count() == 1


@pytest.mark.parametrize(
    "attack",
    [
        lambda: LogEntry.objects.all().delete(),
        lambda: LogEntry.objects.update(changes={}),
        lambda: LogEntry.objects.update(object_repr="anders"),
        lambda: connection.cursor().execute("DELETE FROM auditlog_logentry"),
        lambda: connection.cursor().execute("UPDATE auditlog_logentry SET action = 0"),
    ],
)
def test_entries_cannot_be_changed_or_deleted(attack):
    make_measure()
    with pytest.raises(DatabaseError), transaction.atomic():
        attack()


def test_even_an_open_redaction_lets_nobody_move_an_entry_in_time():
    make_measure()
    Redaction.objects.create(person_label="x", reason="y", is_open=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE auditlog_logentry SET timestamp = '2000-01-01 00:00:00+00'")


def test_a_redaction_takes_a_name_out_everywhere_and_stays_on_record():
    person, user = make_person("Schönfeld-Muster"), make_user("office")
    measure = make_measure("Gespräch mit Schönfeld-Muster")
    redaction = redact_person(
        label=f"actors.person {person.pk}",
        objects=[person],
        values=["Schönfeld-Muster"],
        by=user,
        reason="Antrag nach Art. 17 DSGVO",
    )
    texts = [f"{entry.changes}{entry.object_repr}" for entry in LogEntry.objects.all()]
    assert not any("Schönfeld" in text for text in texts)
    assert last_entry(measure).changes["title"] == ["None", f"Gespräch mit {REDACTED}"]
    assert (redaction.is_open, redaction.entries) == (False, 2)
    for attack in (
        redaction.delete,
        lambda: Redaction.objects.update(reason="anders"),
        lambda: Redaction.objects.update(is_open=True),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_redaction_reaches_rows_of_imports_mails_and_links():
    batch = ImportBatch.objects.create(
        kind="measures", file_name="x.xlsx", options={"names": {"a": {"name": "Schönfeld"}}}
    )
    row = ImportRow.objects.create(
        batch=batch,
        number=1,
        action="new",
        raw={"3": "Frau Schönfeld, schoenfeld@example.org"},
        parsed={"values": {"n": 1}},
    )
    mine = queue_mail(kind="core.invitation", to="schoenfeld@example.org", values={"name": "Schönfeld"})
    other = queue_mail(kind="core.invitation", to="andere@example.org", values={"name": "Frau Schönfeld"})
    link = PersonalLink.objects.create(purpose="x", subject="y", holder="Schönfeld", expires_at=timezone.now())
    redact_person(label="x", objects=[], values=["Schönfeld", "schoenfeld@example.org"], by=None, reason="Antrag")
    for obj in (batch, row, mine.email, other.email, link):
        obj.refresh_from_db()
    assert row.raw == {"3": REDACTED} and row.parsed == {"values": {"n": 1}}  # other cells may tell who it is too
    assert batch.options["names"]["a"]["name"] == REDACTED
    assert (mine.email.to, mine.email.message) == ([FORGOTTEN], "")
    assert other.email.to == ["andere@example.org"] and "Schönfeld" not in other.email.message
    assert link.holder == ""


def test_a_redaction_reaches_names_that_a_row_of_an_import_keeps_in_parts():
    batch = ImportBatch.objects.create(kind="actors", file_name="x.xlsx", summary={"note": "Anna Schönfeld"})
    row = ImportRow.objects.create(
        batch=batch, number=1, action="new", raw={"1": "Schönfeld, Anna", "2": "03447 123456"},
        parsed={"values": {"persons": [["Dr.", "Anna", "Schönfeld"], ["", "Bert", "Schönfeld"]], "phone": "03447 123456"}},
    )  # fmt: skip
    other = ImportRow.objects.create(batch=batch, number=2, action="new", raw={"1": "Bert Schönfeld"})
    redaction = redact_person(
        label="x", objects=[], values=["Anna Schönfeld", "Schönfeld, Anna", "03447 123456"], by=None, reason="Antrag"
    )
    for obj in (batch, row, other):
        obj.refresh_from_db()
    assert row.raw == {"1": REDACTED, "2": REDACTED}
    assert row.parsed["values"] == {"persons": [[REDACTED] * 3, ["", "Bert", "Schönfeld"]], "phone": REDACTED}
    assert (other.raw, batch.summary) == ({"1": "Bert Schönfeld"}, {"note": REDACTED})
    assert redaction.entries == 2, "the row and the batch are counted"


def test_a_redaction_needs_a_reason():
    with pytest.raises(ValidationError):
        redact_person(label="x", objects=[], values=[], by=None, reason=" ")
    assert Redaction.objects.count() == 0


def test_accounts_cannot_be_deleted_by_any_way():
    user = make_user()
    with pytest.raises(models.ProtectedError):
        user.delete()
    with pytest.raises(models.ProtectedError):
        User.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM core_user")


def test_all_triggers_are_in_place_and_missing_ones_are_reported():
    assert triggers.missing(connection) == []
    drop = "DROP TRIGGER portal_log_no_delete" + (" ON auditlog_logentry" if connection.vendor == "postgresql" else "")
    connection.cursor().execute(drop)
    assert triggers.missing(connection) == ["portal_log_no_delete"]
    assert [error.id for error in triggers.check_triggers(databases=["default"])] == ["core.W001"]
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("migrate", verbosity=0)
    assert triggers.check_triggers(databases=["default"]) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda measure: measure.save(),
        lambda measure: Measure.objects.filter(pk=measure.pk).update(title="x"),
        lambda measure: measure.further_fields.add(make_field()),
        lambda measure: measure.delete(),
        lambda measure: Actor.objects.filter(pk=measure.lead_id).update(name="y"),
        lambda measure: connection.cursor().execute("UPDATE measures_measure SET title = 'roh'"),
    ],
)
def test_every_change_of_the_public_tables_raises_the_counter(change):
    measure = make_measure(lead=make_actor())
    before = versions.current("public_measures")
    change(measure)
    assert versions.current("public_measures") > before


def test_reading_does_not_raise_the_counter():
    make_measure()
    before = versions.current("public_measures")
    list(Measure.objects.all())
    assert versions.current("public_measures") == before
