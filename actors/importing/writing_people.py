"""Writing the persons of a chunk of rows, and taking them back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import audit, display

from ..models import ContactWay, Person, PersonRole
from .contacts import people_of
from .names import delete_unused, in_use

OURS = ("new_persons", "new_roles", "new_ways", "filled", "filled_roles")


def source_of(batch):
    """Where the data of a person comes from: the file and the day."""
    day = display.format_day(timezone.localdate())
    words = _("File %(file)s, imported on %(day)s")
    room = 200 - len(words % {"file": "", "day": day})
    return words % {"file": batch.file_name[:room], "day": day}


def write_people(session, rows):
    """Give the actors of the rows their persons; notes in `before` of each row what is to be taken back."""
    placed = [
        (row, session.people.place(row.target_id, entry, row=row.number))
        for row in rows
        for entry in people_of(row.parsed["values"])
    ]
    _create(session.batch, placed)
    _fill(session.batch, rows, placed)
    _create_ways(placed)
    _write_roles(placed)


def _create(batch, placed):
    """Persons nobody knew, with all that the rows of this chunk say of them; none is published."""
    source = source_of(batch)
    fresh = [(row, placement.known) for row, placement in placed if placement.is_new]
    persons = audit.audited_bulk_create(
        Person(
            data_source=source,
            **{
                name: getattr(known, name)
                for name in (
                    "last_name",
                    "title",
                    "first_name",
                    "email",
                    "phone",
                    "preferred_language_id",
                    "internal_note",
                )
            },
        )
        for _row, known in fresh
    )
    for (row, known), person in zip(fresh, persons, strict=True):
        known.pk = person.pk
        row.before.setdefault("new_persons", []).append([person.pk, person.version])


def _fill(batch, rows, placed):
    """Fields that were empty of persons that were there before this chunk."""
    fresh = {placement.known.pk for _row, placement in placed if placement.is_new}
    wanted = {}
    for row, placement in placed:
        if placement.fields and placement.known.pk not in fresh:
            wanted.setdefault(placement.known.pk, []).append((row, placement))
    for pk, person in Person.objects.select_for_update().in_bulk(list(wanted)).items():
        for row, placement in wanted[pk]:
            changes = {name: [getattr(person, name), value] for name, value in placement.fields.items()}
            for name, (old, value) in list(changes.items()):
                if name == "internal_note" and not value.startswith(old) or name != "internal_note" and old:
                    del changes[name]  # somebody wrote there since this import began
                else:
                    setattr(person, name, value)
            row.before.setdefault("filled", []).append([pk, changes, placement.known.made_in])
        person.save()
        tell_maker(batch, rows, placement.known.made_in, person)


def tell_maker(batch, rows, number, person):
    """Let the row that created a person know its new version, so that the person still counts as untouched."""
    if number is None:
        return
    row = next((row for row in rows if row.number == number), None)
    maker = row or batch.rows.filter(number=number, target_version__isnull=False).first()
    if maker:
        for entry in maker.before.get("new_persons", ()):
            if entry[0] == person.pk:
                entry[1] = person.version
        if row is None:
            maker.save(update_fields=["before"])


def _create_ways(placed):
    given = [(row, placement.known.pk, way) for row, placement in placed for way in placement.ways]
    ways = audit.audited_bulk_create(
        ContactWay(person_id=pk, kind=kind, value=value[:254]) for _row, pk, (kind, value) in given
    )
    for (row, _pk, _way), way in zip(given, ways, strict=True):
        row.before.setdefault("new_ways", []).append(way.pk)


def _write_roles(placed):
    given = [(row, placement) for row, placement in placed if placement.role and not placement.filled_function]
    roles = audit.audited_bulk_create(
        PersonRole(
            person_id=placement.known.pk,
            actor_id=row.target_id,
            function=placement.role.function,
            is_main_contact=placement.role.is_main,
        )
        for row, placement in given
    )
    for (row, placement), role in zip(given, roles, strict=True):
        placement.role.pk = role.pk
        row.before.setdefault("new_roles", []).append(role.pk)
    fresh = {role.pk for role in roles}
    for row, placement in placed:
        if placement.filled_function and placement.role.pk not in fresh:
            role = PersonRole.objects.get(pk=placement.role.pk)
            role.function = placement.filled_function
            role.save()
            row.before.setdefault("filled_roles", []).append([role.pk, role.function])


# --- taking back -------------------------------------------------------------------------------------------
def undo_people(batch, rows):
    """Take the persons of the rows back, the last row first. What somebody worked on meanwhile stays."""

    def noted(key):
        return [entry for row in rows for entry in row.before.get(key, ())]

    for key, model in (("new_ways", ContactWay), ("new_roles", PersonRole)):
        delete_unused(list(model.objects.filter(pk__in=noted(key))))
    for pk, function in noted("filled_roles"):
        for role in PersonRole.objects.filter(pk=pk, function=function):
            role.function = ""
            role.save()
    for row in rows:
        for pk, changes, maker in reversed(row.before.get("filled", [])):
            _empty_again(batch, rows, pk, changes, maker)
    versions = dict(noted("new_persons"))  # read last: what was taken back above has moved them
    persons = Person.objects.filter(pk__in=versions, user__isnull=True)
    persons = [person for person in persons if person.version == versions[person.pk]]
    used = in_use({person.pk for person in persons}, model=Person)
    delete_unused([person for person in persons if person.pk not in used])


def _empty_again(batch, rows, pk, changes, maker):
    """Give a person the values from before back where they are still the ones of the import."""
    person = Person.objects.select_for_update().filter(pk=pk).first()
    ours = {name: old for name, (old, new) in changes.items() if person and getattr(person, name) == new}
    if ours:
        for name, old in ours.items():
            setattr(person, name, old)
        person.save()
        tell_maker(batch, rows, maker, person)
