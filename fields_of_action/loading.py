"""Loading a framework, its fields and goals, and the reference data that comes with it, from a packaged file.

What is already there stays as the office keeps it: loading adds what is missing and changes nothing else.
"""

import csv
import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.models import CrossCuttingPlan, Language, Municipality, TargetGroup
from integration_portal.core.slugs import slug_of

from .models import FieldOfAction, Framework, Goal

DATA = Path(__file__).resolve().parent / "data"
PLILA = DATA / "plila.json"
MUNICIPALITIES = DATA / "municipalities.csv"

REFERENCE = {"target_groups": TargetGroup, "cross_cutting_plans": CrossCuttingPlan, "languages": Language}
FIELD_TEXTS = ("name", "name_en", "summary", "summary_en", "description", "guideline_text", "hue", "pictogram")


@dataclass
class Loaded:
    """How many rows of each kind were added."""

    added: dict[str, int] = field(default_factory=dict)

    def count(self, name, number=1):
        self.added[name] = self.added.get(name, 0) + number

    @property
    def total(self):
        return sum(self.added.values())


def read_file(path):
    """Return the contents of a framework file. Raises ValidationError that says what is wrong with it."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValidationError(
            _("The file %(path)s cannot be read: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file %(path)s is not UTF-8 text.") % {"path": path}) from error
    except json.JSONDecodeError as error:
        raise ValidationError(
            _("The file %(path)s is not JSON (line %(line)s): %(reason)s")
            % {"path": path, "line": error.lineno, "reason": error.msg}
        ) from error
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("framework"), dict)
        or not isinstance(data.get("fields"), list)
    ):
        raise ValidationError(_("A framework file is an object with “framework” and a list “fields”."))
    return data


def _date(value, name):
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(
            _("“%(name)s” must be a date like 2019-04-01, not %(value)s.") % {"name": name, "value": value}
        ) from error


def _required(record, key, where):
    value = record.get(key) if isinstance(record, dict) else None
    if value in (None, ""):
        raise ValidationError(_("“%(key)s” is missing in %(where)s.") % {"key": key, "where": where})
    return value


def _save(instance):
    """Validate and save a new row."""
    instance.full_clean()
    instance.save()
    return instance


@transaction.atomic
def load_framework(*, data):
    """Add the framework of a file with its fields, goals and reference data; return what was added.

    All or nothing. Rows that are there already (framework by short address, field by number, goal by code) are
    left alone. A field whose short address is taken by another framework gets that of its own framework appended.
    Raises ValidationError for data that does not fit.
    """
    loaded = Loaded()
    for key, model in REFERENCE.items():
        _load_names(model, data.get(key, []), key, loaded)

    about = data["framework"]
    slug = _required(about, "slug", "framework")
    framework = Framework.objects.filter(slug=slug).first()
    if framework is None:
        framework = _save(
            Framework(
                slug=slug,
                title=_required(about, "title", "framework"),
                adopted_on=_date(about.get("adopted_on"), "adopted_on"),
                valid_from=_date(_required(about, "valid_from", "framework"), "valid_from"),
                valid_until=_date(about.get("valid_until"), "valid_until"),
                body=about.get("body") or "",
                source=about.get("source") or "",
            )
        )
        loaded.count("frameworks")
    present = {row.number: row for row in framework.fields.all()}
    taken = set(FieldOfAction.objects.values_list("slug", flat=True))
    for record in data["fields"]:
        number = _required(record, "number", "fields")
        if number not in present:
            name = _required(record, "name", f"field {number}")
            field_slug = record.get("slug") or slug_of(name, max_length=60)
            if field_slug in taken:
                field_slug = f"{field_slug}-{slug}"[:80]
            taken.add(field_slug)
            texts = {key: record[key] for key in FIELD_TEXTS if record.get(key)}
            present[number] = _save(
                FieldOfAction(
                    framework=framework, number=number, slug=field_slug, order=record.get("order", number), **texts
                )
            )
            loaded.count("fields")
        _load_goals(present[number], record.get("goals", []), loaded)
    return loaded


def _load_names(model, rows, key, loaded):
    """Add the terms `[slug, German, English]` whose short address or name is not there yet."""
    slugs = set(model.objects.values_list("slug", flat=True))
    names = set(model.objects.values_list("name", flat=True))
    for order, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != 3:
            raise ValidationError(_("“%(key)s” is a list of [short address, German, English].") % {"key": key})
        slug, name, name_en = row
        if slug in slugs or name in names:
            continue
        _save(model(slug=slug, name=name, name_en=name_en, order=order))
        loaded.count(key)


def _load_goals(field_of_action, records, loaded, parent=None):
    """Add goals and, below them, objectives that are not there yet."""
    present = {goal.code: goal for goal in field_of_action.goals.all()} if records else {}
    for record in records:
        code = str(_required(record, "code", f"goals of {field_of_action.slug}"))
        goal = present.get(code)
        if goal is None:
            goal = _save(
                Goal(
                    field=field_of_action,
                    parent=parent,
                    level=Goal.Level.OBJECTIVE if parent else Goal.Level.OVERALL,
                    code=code,
                    title=_required(record, "title", f"goal {code}"),
                    description=record.get("description") or "",
                )
            )
            loaded.count("goals")
        _load_goals(field_of_action, record.get("objectives", []), loaded, parent=goal)


@transaction.atomic
def load_municipalities(*, path=MUNICIPALITIES):
    """Add the municipalities of a CSV file (`ags,name,kind`) that are not there yet; return what was added."""
    loaded = Loaded()
    present = set(Municipality.objects.values_list("ags", flat=True))
    try:
        with Path(path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(
            _("The file %(path)s cannot be read: %(reason)s") % {"path": path, "reason": error}
        ) from error
    for row in rows:
        ags = _required(row, "ags", path)
        if ags not in present:
            _save(
                Municipality(
                    ags=ags, name=_required(row, "name", ags), kind=row.get("kind") or Municipality.Kind.MUNICIPALITY
                )
            )
            present.add(ags)
            loaded.count("municipalities")
    return loaded
