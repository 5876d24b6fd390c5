"""Who a mailing list reaches, worked out anew each time, and who not and why."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, IntegerField, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Actor, ContactWay, MailingList, MailingListMember, MailingOptOut, Person, PersonRole
from .rules_mailing import actors_of_rule, options_of_rules

NO_EMAIL, BROKEN, OBJECTED, UNSUBSCRIBED = "no_email", "broken", "objected", "unsubscribed"
SAME, ARCHIVED = "same", "archived"
REASONS = {
    NO_EMAIL: _("no e-mail address"),
    BROKEN: _("the e-mail address is not valid"),
    OBJECTED: _("objects to mailings"),
    UNSUBSCRIBED: _("has unsubscribed"),
    SAME: _("the address is on the list already"),
    ARCHIVED: _("archived"),
}
_ACTOR = ("pk", "name", "sort_name", "email", "phone", "street", "postal_code", "city", "archived_at")
_PERSON = ("pk", "title", "first_name", "last_name", "sort_name", "email", "phone", "no_mailings_on", "anonymised_at")


@dataclass(frozen=True)
class Recipient:
    """A person or an organisation's own address, with what lists, labels and letters need. `reason`: why not by mail."""

    name: str
    sort: str
    email: str
    person_id: int | None = None
    actor_id: int | None = None
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    function: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    reason: str = ""

    @property
    def why_not(self):
        """The reason in words."""
        return REASONS.get(self.reason, "")

    @property
    def has_post(self):
        """Whether a letter would arrive."""
        return bool(self.street and self.city)

    @property
    def address_lines(self):
        """The address as it stands on an envelope."""
        lines = (self.organisation, self.name if self.person_id else "", self.street, f"{self.postal_code} {self.city}")
        return [line.strip() for line in lines if line.strip()]


@dataclass
class Recipients:
    """`found` get the mail, each address once; `left` do not, each with its reason. Both by name."""

    found: list = field(default_factory=list)
    left: list = field(default_factory=list)

    def by_post(self):
        """(with a postal address, without one): also those without e-mail; nobody who objected or unsubscribed."""
        everybody = sorted(
            [*self.found, *(one for one in self.left if one.reason in (NO_EMAIL, BROKEN))],
            key=lambda one: (one.sort, one.email),
        )
        return [one for one in everybody if one.has_post], [one for one in everybody if not one.has_post]


def recipients_of(mailing_list, on=None):
    """Who a list reaches on a day (today by default), in a number of queries that does not grow with the network."""
    return recipients_of_lists([mailing_list], on)[mailing_list.pk]


def recipients_of_lists(lists, on=None):
    """The `Recipients` of several lists by key, in as many queries as for one.

    Nobody stands twice in `found` (by address without case, and by person), and nobody there objected or unsubscribed.
    """
    lists = list(lists)
    if not lists:
        return {}
    return _Reading(lists, on or timezone.localdate()).all()


class _Reading:
    """What the database says about some lists, read once."""

    def __init__(self, lists, on):
        self.lists = lists
        keys = [one.pk for one in lists]
        options = options_of_rules() if any(one.rule for one in lists) else {}
        found = {one.pk: actors_of_rule(one.rule, options) for one in lists if one.rule}
        members = MailingListMember.objects.filter(list__in=keys)
        self.by_hand, self.kept_off = defaultdict(set), defaultdict(set)
        for of_list, person, actor, is_excluded in members.values_list("list", "person", "actor", "is_excluded"):
            (self.kept_off if is_excluded else self.by_hand)[of_list].add((person, actor))
        self.of_rule = self._actors_by_list(found)
        put = members.filter(is_excluded=False)
        wanted = Q(pk__in=put.filter(actor__isnull=False).values("actor"))
        for rows in found.values():
            wanted |= Q(pk__in=rows.values("pk"))
        actors = Actor.objects.filter(wanted).order_by()
        self.actors = {row[0]: dict(zip(_ACTOR, row, strict=True)) for row in actors.values_list(*_ACTOR)}
        people = Person.objects.filter(pk__in=put.filter(person__isnull=False).values("person"))
        self.people = {row[0]: dict(zip(_PERSON, row, strict=True)) for row in people.order_by().values_list(*_PERSON)}
        self._read_roles(actors, people, on)
        self.objecting = self._addresses_of_objectors()
        self.unsubscribed = defaultdict(set)
        for of_list, email in MailingOptOut.objects.filter(Q(list__in=keys) | Q(list=None)).values_list(
            "list", "email"
        ):
            self.unsubscribed[of_list].add(email.lower())

    @staticmethod
    def _actors_by_list(found):
        """The actors of each rule, in one query for all rules."""
        queries = [
            rows.annotate(of_list=Value(key, output_field=IntegerField())).values_list("of_list", "pk")
            for key, rows in found.items()
        ]
        result = defaultdict(set)
        if queries:
            for of_list, pk in queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]:
                result[of_list].add(pk)
        return result

    def _read_roles(self, actors, people, on):
        """Roles in force on the day: of the actors, and of the persons put on a list by hand (for their address)."""
        rows = PersonRole.objects.filter(
            Q(since__isnull=True) | Q(since__lte=on),
            Q(until__isnull=True) | Q(until__gte=on),
            Q(actor__in=actors.values("pk")) | Q(person__in=people.values("pk")),
            actor__archived_at__isnull=True,
        ).order_by("-is_main_contact", "pk")
        person = [f"person__{name}" for name in _PERSON]
        actor = [f"actor__{name}" for name in _ACTOR]
        self.roles_at, self.roles_of = defaultdict(list), defaultdict(list)
        for function, is_main, *rest in rows.values_list("function", "is_main_contact", *person, *actor):
            one = dict(zip(_PERSON, rest[: len(_PERSON)], strict=True))
            place = dict(zip(_ACTOR, rest[len(_PERSON) :], strict=True))
            self.roles_at[place["pk"]].append((function, is_main, one))
            self.roles_of[one["pk"]].append((function, place))

    @staticmethod
    def _addresses_of_objectors():
        """All addresses of persons who object, folded: whoever else has one of them gets nothing there either."""
        own = Person.objects.filter(no_mailings_on__isnull=False).exclude(email="").order_by()
        more = ContactWay.objects.filter(kind=ContactWay.Kind.EMAIL, person__no_mailings_on__isnull=False).order_by()
        rows = own.values_list(F("email")).union(more.values_list(F("value")))
        return {email.strip().lower() for (email,) in rows}

    def all(self):
        return {one.pk: self._of(one) for one in self.lists}

    def _of(self, mailing_list):
        """Those by hand first, then the persons of the organisations, then organisations without persons."""
        key = mailing_list.pk
        result, seen = Recipients(), set()
        blocked = self.unsubscribed[key] | self.unsubscribed[None]
        for candidate in self._candidates(mailing_list):
            who = ("person", candidate.person_id) if candidate.person_id else ("actor", candidate.actor_id)
            if who in seen:
                continue
            seen.add(who)
            reason = candidate.reason or self._reason(candidate, blocked, seen)
            if reason:
                result.left.append(replace(candidate, reason=reason))
            else:
                seen.add(candidate.email.lower())
                result.found.append(candidate)
        for rows in (result.found, result.left):
            rows.sort(key=lambda one: (one.sort, one.email))
        return result

    def _reason(self, candidate, blocked, seen):
        email = candidate.email.lower()
        if not email:
            return NO_EMAIL
        if email in self.objecting:
            return OBJECTED
        if email in blocked:
            return UNSUBSCRIBED
        if email in seen:
            return SAME
        return "" if _is_address(candidate.email) else BROKEN

    def _candidates(self, mailing_list):
        by_hand, kept_off = self.by_hand[mailing_list.pk], self.kept_off[mailing_list.pk]
        for pk in sorted(person for person, _actor in by_hand if person):
            person = self.people[pk]
            if not person["anonymised_at"]:
                yield _person(person, *(self.roles_of[pk][0] if self.roles_of[pk] else ("", None)))
        chosen = (self.of_rule[mailing_list.pk] | {actor for _person, actor in by_hand if actor}) - {
            actor for _person, actor in kept_off
        }
        without_persons = []
        for pk in sorted(chosen & self.actors.keys(), key=lambda pk: (self.actors[pk]["sort_name"], pk)):
            actor, people = self.actors[pk], []
            if actor["archived_at"]:
                yield replace(_actor(actor), reason=ARCHIVED)
                continue
            if mailing_list.reach != MailingList.Reach.OFFICE:
                main_only = mailing_list.reach == MailingList.Reach.MAIN
                people = [row for row in self.roles_at[pk] if (row[1] or not main_only) and not row[2]["anonymised_at"]]
            for function, _is_main, person in people:
                if (person["pk"], None) not in kept_off:
                    yield _person(person, function, actor)
            if not people:
                without_persons.append(actor)
        yield from map(_actor, without_persons)


def _is_address(email):
    """Whether mail can be sent there; imports keep what they found."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _postal(actor):
    return {name: actor[name] for name in ("street", "postal_code", "city")}


def _person(person, function, actor):
    """A person at an actor; without an e-mail address of their own they are reached at the organisation's."""
    names = {name: person[name] for name in ("title", "first_name", "last_name")}
    at = {"organisation": actor["name"], "actor_id": actor["pk"], **_postal(actor)} if actor else {}
    return Recipient(
        name=" ".join(filter(None, names.values())),
        sort=person["sort_name"],
        email=person["email"] or (actor["email"] if actor else ""),
        person_id=person["pk"],
        phone=person["phone"] or (actor["phone"] if actor else ""),
        function=function,
        reason=OBJECTED if person["no_mailings_on"] else "",
        **names,
        **at,
    )


def _actor(actor):
    return Recipient(
        name=actor["name"],
        sort=actor["sort_name"],
        email=actor["email"],
        actor_id=actor["pk"],
        organisation=actor["name"],
        phone=actor["phone"],
        **_postal(actor),
    )
