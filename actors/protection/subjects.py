"""Whom a request is about, when it is a person of the network."""

from integration_portal.core.personal import Subject
from integration_portal.core.phones import dial_address, international

from ..models import ContactWay, Person


def names_of(person):
    """The ways in which lists and texts name the person. A family name alone could be anybody's and is none of them."""
    first, last, title = person.first_name.strip(), person.last_name.strip(), person.title.strip()
    titled = (f"{title} {first} {last}", f"{title} {last}") if title else ()
    if not first:
        return titled[1:]
    return (*titled, f"{first} {last}", f"{last} {first}", f"{last}, {first}")


def _numbers(text):
    return (text, international(text), dial_address(text)) if text else ()


def subject_of_person(person):
    """The `Subject` of a person: all names, addresses and numbers on record, and the lines of notes about them."""
    ways = list(person.contact_ways.all())
    numbers = [person.phone, *(way.value for way in ways if way.kind in ("phone", "mobile", "fax"))]
    others = [way.value for way in ways if way.kind in (ContactWay.Kind.WEB, ContactWay.Kind.OTHER)]
    emails = [person.email, *(way.value for way in ways if way.kind == ContactWay.Kind.EMAIL)]
    notes = "\n".join((person.internal_note, person.consent_text, *(way.label for way in ways))).splitlines()
    return Subject(f"{Person._meta.label_lower}:{person.pk}").wider(
        names=names_of(person),
        emails=emails,
        phones=[form for number in numbers for form in _numbers(number)],
        lines=[*notes, *others],
    )


def person_of(subject):
    """The person a subject has a record as, or None."""
    record = subject.record
    return record if isinstance(record, Person) else None
