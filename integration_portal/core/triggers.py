"""Triggers of the database, the same promises on SQLite and PostgreSQL:

* the audit trail is append-only; while a redaction is open in the same transaction, the contents of an entry
  (never its time, action or object) may be overwritten; redactions themselves only go from open to closed;
* accounts cannot be deleted;
* rows that an app calls frozen (`freeze`, such as approved minutes) are neither changed nor deleted, but for columns that an open
  redaction may overwrite;
* no row is added to a parent that an app calls closed (`close`, such as sections of an adopted revision);
* every change of the tables of a counter group raises its number.

They are put back after each `migrate` (SQLite drops a table's triggers when it rebuilds the table) and checked.
"""

import hashlib
import time

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate

from . import versions

LOG = "auditlog_logentry"
REDACTION = "core_redaction"
USER = "core_user"
COUNTER = "core_changecounter"
FIXED_COLUMNS = ("id", "content_type_id", "object_pk", "object_id", "action", "timestamp", "actor_id", "cid")
PREFIX = "portal_"


_frozen: dict[str, tuple] = {}
_closed: dict[str, tuple] = {}


def freeze(model, *, when, fixed, redactable=(), never=""):
    """Forbid changing and deleting rows of a model for which the SQL condition `when` over OLD holds ("OLD.approved_on IS NOT NULL").

    `fixed` columns never change then, `redactable` ones only while a redaction is open in the same transaction; others may.
    `never` is a condition over NEW that such a row must not come to.
    """
    _frozen[model._meta.db_table] = (when, tuple(fixed), tuple(redactable), never)


def close(model, *, column, parent, when):
    """Forbid adding rows to a parent row for which the SQL condition `when` over its columns holds ("state = 'adopted'"), or
    moving them there; `column` is the foreign key."""
    _closed[model._meta.db_table] = (column, parent._meta.db_table, when)


def _differs(columns, operator):
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in columns)


def _short(name):
    """PostgreSQL cuts names at 63 bytes; a longer one ends in a digest, so that two do not become one."""
    return name if len(name) <= 63 else name[:54] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _sqlite_refusal(name, event, table, message, condition=""):
    when = f"WHEN {condition}" if condition else ""
    return (
        name,
        table,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    )


def _sqlite(counter_tables):
    closed = f"NOT EXISTS (SELECT 1 FROM {REDACTION} WHERE is_open = 1)"
    yield _sqlite_refusal(f"{PREFIX}log_no_delete", "DELETE", LOG, "the audit trail is append-only")
    yield _sqlite_refusal(
        f"{PREFIX}log_no_update",
        "UPDATE",
        LOG,
        "the audit trail is append-only",
        f"{closed} OR {_differs(FIXED_COLUMNS, 'IS NOT')}",
    )
    yield _sqlite_refusal(f"{PREFIX}redaction_no_delete", "DELETE", REDACTION, "redactions are append-only")
    fixed = _differs(("id", "person_label", "reason", "redacted_by_id", "created_at"), "IS NOT")
    yield _sqlite_refusal(
        f"{PREFIX}redaction_close_only",
        "UPDATE",
        REDACTION,
        "redactions are append-only",
        f"OLD.is_open = 0 OR {fixed}",
    )
    yield _sqlite_refusal(f"{PREFIX}user_no_delete", "DELETE", USER, "accounts are never deleted")
    for table, (when, fixed, redactable, never) in _frozen.items():
        name, message = f"{PREFIX}frozen_{table}", "this record is final"
        yield _sqlite_refusal(f"{name}_delete", "DELETE", table, message, when)
        changed = _differs(fixed, "IS NOT") + (f" OR {never}" if never else "")
        yield _sqlite_refusal(f"{name}_update", "UPDATE", table, message, f"{when} AND ({changed})")
        if redactable:
            condition = f"{when} AND {closed} AND ({_differs(redactable, 'IS NOT')})"
            yield _sqlite_refusal(f"{name}_redact", "UPDATE", table, message, condition)
    for table, (column, parent, when) in _closed.items():
        condition = f"EXISTS (SELECT 1 FROM {parent} WHERE id = NEW.{column} AND {when})"
        for event, words in (("insert", "INSERT"), ("move", f"UPDATE OF {column}")):
            yield _sqlite_refusal(f"{PREFIX}closed_{table}_{event}", words, table, "this record is final", condition)
    for counter, tables in counter_tables.items():
        for table in tables:
            for event in ("INSERT", "UPDATE", "DELETE"):
                name = f"{PREFIX}count_{counter}_{table}_{event.lower()}"
                yield (
                    name,
                    table,
                    f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
                    f"UPDATE {COUNTER} SET value = value + 1 WHERE name = '{counter}'; END",
                )


def _postgresql(counter_tables):
    def refusal(name, event, table, message, condition=""):
        level = "STATEMENT" if event == "TRUNCATE" else "ROW"
        when = f"WHEN ({condition})" if condition else ""
        return (
            name,
            table,
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {level} {when} "
            f"EXECUTE FUNCTION {PREFIX}refuse('{message}')",
        )

    append_only = "the audit trail is append-only"
    for event in ("DELETE", "TRUNCATE"):
        yield refusal(f"{PREFIX}log_no_{event.lower()}", event, LOG, append_only)
        yield refusal(f"{PREFIX}redaction_no_{event.lower()}", event, REDACTION, "redactions are append-only")
        yield refusal(f"{PREFIX}user_no_{event.lower()}", event, USER, "accounts are never deleted")
    distinct = "IS DISTINCT FROM"
    yield refusal(f"{PREFIX}log_fixed_columns", "UPDATE", LOG, append_only, _differs(FIXED_COLUMNS, distinct))
    yield (
        f"{PREFIX}log_no_update",
        LOG,
        f"CREATE TRIGGER {PREFIX}log_no_update BEFORE UPDATE ON {LOG} FOR EACH ROW EXECUTE FUNCTION {PREFIX}refuse_unless_redacting()",
    )
    fixed = _differs(("id", "person_label", "reason", "redacted_by_id", "created_at"), distinct)
    yield refusal(
        f"{PREFIX}redaction_close_only",
        "UPDATE",
        REDACTION,
        "redactions are append-only",
        f"NOT OLD.is_open OR {fixed}",
    )
    for table, (when, fixed, redactable, never) in _frozen.items():
        name, message = f"{PREFIX}frozen_{table}", "this record is final"
        yield refusal(_short(f"{name}_delete"), "DELETE", table, message, when)
        changed = _differs(fixed, distinct) + (f" OR {never}" if never else "")
        yield refusal(_short(f"{name}_update"), "UPDATE", table, message, f"{when} AND ({changed})")
        if redactable:
            short = _short(f"{name}_redact")
            condition = f"{when} AND ({_differs(redactable, distinct)})"
            yield (
                short,
                table,
                f"CREATE TRIGGER {short} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) "
                f"EXECUTE FUNCTION {PREFIX}refuse_unless_redacting()",
            )
    for table, (column, parent, when) in _closed.items():
        short = _short(f"{PREFIX}closed_{table}")
        quoted = when.replace("'", "''")
        yield (
            short,
            table,
            f"CREATE TRIGGER {short} BEFORE INSERT OR UPDATE OF {column} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {PREFIX}refuse_into('{column}', '{parent}', '{quoted}')",
        )
    for counter, tables in counter_tables.items():
        for table in tables:
            name = _short(f"{PREFIX}count_{counter}_{table}")
            yield (
                name,
                table,
                f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}count('{counter}')",
            )


POSTGRESQL_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION {PREFIX}refuse_unless_redacting() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM {REDACTION} WHERE is_open) THEN
            RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE OR REPLACE FUNCTION {PREFIX}refuse_into() RETURNS trigger LANGUAGE plpgsql AS
    $$ DECLARE found boolean; BEGIN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %s)', TG_ARGV[1], TG_ARGV[2])
            INTO found USING (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
        IF found THEN
            RAISE EXCEPTION 'this record is final' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE OR REPLACE FUNCTION {PREFIX}count() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN UPDATE {COUNTER} SET value = value + 1 WHERE name = TG_ARGV[0]; RETURN NULL; END $$""",
)


def _counter_tables():
    return {name: [model._meta.db_table for model in models] for name, models in versions.groups().items()}


def wanted(connection):
    """[(trigger, table, SQL)] that this database should have; only for tables that exist already."""
    tables = set(connection.introspection.table_names())
    source = _postgresql if connection.vendor == "postgresql" else _sqlite
    if not {LOG, REDACTION, USER, COUNTER} <= tables:
        return []
    return [row for row in source(_counter_tables()) if row[1] in tables]


def present(connection):
    """{trigger: table} of ours that the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE %s AND pg_table_is_visible(c.oid)",
                [PREFIX.replace("_", r"\_") + "%"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
                [len(PREFIX), PREFIX],
            )
        return dict(cursor.fetchall())


def missing(connection):
    """Names of triggers that should be there and are not."""
    there = present(connection)
    return [name for name, _table, _sql in wanted(connection) if name not in there]


def drop_all(connection):
    """Remove all of our triggers; tests do this to empty their tables."""
    rows = present(connection)
    with connection.cursor() as cursor:
        for name, table in rows.items():
            cursor.execute(
                f"DROP TRIGGER {name} ON {table}" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"
            )


def install_all(connection):
    """Put every trigger in place, newly, and make sure each counter has its row. Raises RuntimeError if one is still missing."""
    rows = wanted(connection)
    drop_all(connection)
    with connection.cursor() as cursor:
        if rows and connection.vendor == "postgresql":
            for function in POSTGRESQL_FUNCTIONS:
                cursor.execute(function)
        for _name, _table, sql in rows:
            cursor.execute(sql)
        if rows:
            for counter in versions.groups():
                # Starting from the clock, so that an emptied or replaced database never counts to a number seen before;
                # raised here too, because a migration may have changed rows while the triggers were gone.
                start = time.time_ns() // 1000
                cursor.execute(
                    f"INSERT INTO {COUNTER} (name, value) VALUES (%s, %s) "
                    f"ON CONFLICT (name) DO UPDATE SET value = {COUNTER}.value + 1",
                    [counter, start],
                )
    lost = missing(connection)
    if lost:
        raise RuntimeError(f"Triggers could not be installed: {', '.join(lost)}")


def _after_migrate(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    install_all(connections[using])


def connect():
    """Put the triggers back after each migrate, and report missing ones in `manage.py check --database default --fail-level WARNING`."""
    post_migrate.connect(_after_migrate, sender=apps.get_app_config("core"), dispatch_uid="core.triggers")
    checks.register(check_triggers, checks.Tags.database)


def check_triggers(app_configs=None, databases=None, **kwargs):
    """System check: every trigger is in place on the databases asked for.

    A warning, since an error would keep `migrate` from running, which puts them back; `--fail-level WARNING` makes it fail.
    """
    found = []
    for alias in databases or []:
        lost = missing(connections[alias])
        if lost:
            found.append(
                checks.Warning(
                    f"Triggers are missing in the database: {', '.join(lost)}.",
                    hint="Run manage.py migrate: it puts them back.",
                    id="core.W001",
                )
            )
    return found
