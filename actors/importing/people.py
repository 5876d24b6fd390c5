"""Who is meant by a person of a list, and what the list adds: the same answer while checking and while writing.

A person is the same by e-mail address, unless the names disagree, else by full name at the same organisation; names
that differ in case or accents only are the same. Nothing that the portal holds of a person is replaced: only what is
empty is filled, and further contact ways and lines of the note are added.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from integration_portal.core.phones import dial_address
from integration_portal.core.text import fold

from ..models import ContactWay, Person, PersonRole

Kind = ContactWay.Kind
FILLED = ("title", "first_name", "email", "phone", "preferred_language_id")
_DIALLED = (Kind.PHONE, Kind.MOBILE, Kind.FAX)


@dataclass
class Role:
    """A role at an organisation; `pk` is None until it is written."""

    function: str
    pk: int | None = None
    is_main: bool = False


@dataclass(eq=False)
class Known:
    """A person as far as a list can add to it; `pk` is None until it is written, `made_in` the row that creates it."""

    pk: int | None
    last_name: str
    title: str = ""
    first_name: str = ""
    email: str = ""
    phone: str = ""
    preferred_language_id: int | None = None
    internal_note: str = ""
    ways: set = field(default_factory=set)
    roles: dict = field(default_factory=lambda: defaultdict(list))
    made_in: int | None = None

    @property
    def name(self):
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


@dataclass
class Placement:
    """What an entry adds: to which person, whether that one is new, filled fields {name: value}, ways, the role.

    `role` is new or gets the function `filled_function`; None where the person has one. `namesake` has the same
    e-mail address and another name; `other_function` is what the portal has instead of the one given.
    """

    known: Known
    is_new: bool
    fields: dict
    ways: list
    role: Role | None = None
    filled_function: str = ""
    namesake: str = ""
    other_function: str = ""

    @property
    def adds(self):
        """Whether anything is to be written."""
        return bool(self.is_new or self.fields or self.ways or self.role)


def _way_key(kind, value):
    """The same for the same address or number, however it is written and whatever kind of number it is said to be."""
    return ("dial", dial_address(value) or value) if kind in _DIALLED else (str(kind), value.casefold())


class People:
    """All persons of the portal that are not anonymised, and those a list brings, as the rows are gone through."""

    def __init__(self):
        persons = Person.objects.filter(anonymised_at__isnull=True).values_list(
            "pk", "last_name", "title", "first_name", "email", "phone", "preferred_language_id", "internal_note"
        )
        everyone = {values[0]: Known(*values) for values in persons.iterator(chunk_size=2000)}
        for person, kind, value in ContactWay.objects.values_list("person_id", "kind", "value"):
            if person in everyone:
                everyone[person].ways.add((kind, value))
        self._here, self._mains = defaultdict(list), set()
        self._by_email, self._by_name = defaultdict(list), defaultdict(list)
        for pk, person, actor, function, is_main in PersonRole.objects.order_by("pk").values_list(
            "pk", "person_id", "actor_id", "function", "is_main_contact"
        ):
            if person in everyone:
                self._add_role(everyone[person], actor, Role(function, pk, is_main))
        for known in everyone.values():
            self._add(known)

    def _add(self, known):
        self._by_name[fold(f"{known.first_name} {known.last_name}")].append(known)
        for address in (known.email, *(value for kind, value in known.ways if kind == Kind.EMAIL)):
            if address:
                self._by_email[address.casefold()].append(known)

    def _add_role(self, known, actor, role):
        if not known.roles[actor]:
            self._here[actor].append(known)
        known.roles[actor].append(role)
        if role.is_main:
            self._mains.add(actor)

    def _find(self, actor, entry):
        """(the person meant or None, the name of somebody else with the same e-mail address)."""
        email, namesake = entry.get("email", "").casefold(), ""
        if email:
            owners = self._by_email.get(email, ())
            for known in owners:
                if _agree(known, entry):
                    return known, ""
            namesake = owners[0].name if owners else ""
        here = [known for known in self._here.get(actor, ()) if _agree(known, entry)]
        exact = [known for known in here if fold(known.first_name) == fold(entry.get("first_name", ""))]
        if exact or len(here) == 1:
            return (exact or here)[0], ""
        if entry.get("anywhere") and entry.get("first_name"):
            same = self._by_name.get(fold(f"{entry['first_name']} {entry['last_name']}"), ())
            if len(same) == 1:
                return same[0], ""
        return None, namesake

    def place(self, actor, entry, *, row=None):
        """Say what the entry adds at the actor (its pk, or any key of one not created yet), and reckon with it from now on."""
        known, namesake = self._find(actor, entry)
        is_new = known is None
        if is_new:
            known = Known(None, entry["last_name"], first_name=entry.get("first_name", ""), made_in=row)
        fields = {name: entry[name] for name in FILLED if entry.get(name) and not getattr(known, name)}
        present = {_way_key(kind, value) for kind, value in known.ways}
        present |= {
            _way_key(Kind.EMAIL, fields.get("email") or known.email),
            _way_key(Kind.PHONE, fields.get("phone") or known.phone),
        }
        ways = []
        given = [(Kind.EMAIL, entry.get("email")), (Kind.PHONE, entry.get("phone"))]
        given = [(kind, value) for kind, value in given if value and value not in fields.values()]
        for kind, value in (*given, *((Kind(kind), value) for kind, value in entry.get("ways", ()))):
            key = _way_key(kind, value)
            if key not in present:
                present.add(key)
                ways.append((kind, value))
        if note := _new_lines(known.internal_note, entry.get("note", "")):
            fields["internal_note"] = f"{known.internal_note}\n{note}" if known.internal_note else note
        placement = Placement(known, is_new, fields, ways, namesake=namesake)
        for name, value in fields.items():
            setattr(known, name, value)
        known.ways |= set(ways)
        if is_new:
            self._add(known)
        else:
            for address in (fields.get("email"), *(value for kind, value in ways if kind == Kind.EMAIL)):
                if address:
                    self._by_email[address.casefold()].append(known)
        self._place_role(placement, actor, entry.get("function", ""))
        return placement

    def _place_role(self, placement, actor, function):
        roles = placement.known.roles.get(actor, ())
        if not roles:
            placement.role = Role(function, is_main=actor not in self._mains)
            self._add_role(placement.known, actor, placement.role)
        elif function and fold(function) not in {fold(role.function) for role in roles}:
            empty = next((role for role in roles if not role.function), None)
            if empty is None:
                placement.other_function = roles[0].function
            else:
                placement.role, placement.filled_function = empty, function
                empty.function = function


def _agree(known, entry):
    """Whether two names can be one person's: the same family name, and the same first name or none."""
    theirs, ours = fold(known.first_name), fold(entry.get("first_name", ""))
    return fold(known.last_name) == fold(entry["last_name"]) and (not theirs or not ours or theirs == ours)


def _new_lines(present, given):
    lines = set(present.split("\n"))
    return "\n".join(line for line in given.split("\n") if line and line not in lines)
