"""Writes on actors and persons, and on what links accounts to them. Accounts themselves: `core.accounts`.

Every function runs in one transaction; the audit trail records each change. Views say who asks through the request,
commands through `core.audit`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import invitations
from integration_portal.core.locking import lock
from integration_portal.core.redaction import redact_person
from integration_portal.core.slugs import unique_slug

from .models import Actor, ActorAlias, ActorRepresentative, Person, PersonRole

ACTOR_LINKS = ("fields", "municipalities", "languages")
#: What only services of their own may change.
GUARDED_OF_ACTOR = (
    "is_published",
    "archived_at",
    "archive_reason",
    "slug",
    "pk",
    "id",
    "version",
    "aliases",
    *ACTOR_LINKS,
)
GUARDED_OF_PERSON = ("user", "uuid", "pk", "id", "version")


def _locked(actor):
    return Actor.objects.select_for_update().get(pk=actor.pk)


def _assign(row, data, guarded):
    for name, value in data.items():
        if name not in guarded:
            setattr(row, name, value)


def _set_links(actor, data):
    for name in ACTOR_LINKS:
        if name in data:
            getattr(actor, name).set(data[name])
    if "aliases" in data:
        set_aliases(actor=actor, names=data["aliases"])


@transaction.atomic
def create_actor(*, data):
    """Create an actor, not published. `data`: fields by name, links as lists, `aliases` as a list of spellings.

    The short address is made from the name. Raises ValidationError for data that does not fit.
    """
    actor = Actor(slug=unique_slug(Actor, data.get("short_name") or data["name"], fallback="akteur"))
    _assign(actor, data, GUARDED_OF_ACTOR)
    actor.full_clean()
    actor.save()
    _set_links(actor, data)
    return actor


@transaction.atomic
def update_actor(*, actor, data, version):
    """Change an actor that was read at `version`; fields missing in `data` stay as they are.

    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit.
    """
    actor = lock(actor, version)
    _assign(actor, data, GUARDED_OF_ACTOR)
    actor.full_clean()
    actor.save()
    _set_links(actor, data)
    return actor


@transaction.atomic
def set_aliases(*, actor, names):
    """Make the other spellings of an actor exactly the given ones.

    Raises ValidationError when another actor goes by one of them, as a spelling or as its name.
    """
    wanted = list(dict.fromkeys(name for raw in names if (name := " ".join(raw.split())) and name != actor.name))
    for other in ActorAlias.objects.filter(name__in=wanted).exclude(actor=actor).select_related("actor"):
        raise ValidationError(
            {
                "aliases": _("“%(name)s” already is a spelling of %(actor)s.")
                % {"name": other.name, "actor": other.actor}
            }
        )
    for namesake in Actor.objects.filter(name__in=wanted).exclude(pk=actor.pk):
        raise ValidationError(
            {"aliases": _("“%(name)s” is the name of another organisation.") % {"name": namesake.name}}
        )
    present = {alias.name: alias for alias in actor.aliases.all()}
    for name, alias in present.items():
        if name not in wanted:
            alias.delete()
    for name in wanted:
        if name not in present:
            alias = ActorAlias(actor=actor, name=name)
            alias.full_clean()
            alias.save()


@transaction.atomic
def publish_actor(*, actor):
    """Show an actor to everyone, without its persons. Raises ValidationError for an archived one."""
    actor = _locked(actor)
    if actor.archived_at:
        raise ValidationError(_("An archived organisation cannot be published."))
    if not actor.is_published:
        actor.is_published = True
        actor.save(update_fields=["is_published"])
    return actor


@transaction.atomic
def unpublish_actor(*, actor):
    """Take an actor off the public pages."""
    actor = _locked(actor)
    if actor.is_published:
        actor.is_published = False
        actor.save(update_fields=["is_published"])
    return actor


@transaction.atomic
def archive_actor(*, actor, reason):
    """Archive an actor with a reason; it leaves the public pages, its measures and persons stay."""
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    actor = _locked(actor)
    if actor.archived_at is None:
        actor.archived_at = timezone.now()
        actor.archive_reason = reason.strip()
        actor.is_published = False
        actor.save(update_fields=["archived_at", "archive_reason", "is_published"])
    return actor


@transaction.atomic
def restore_actor(*, actor):
    """Take an actor back from the archive; it is not published by that."""
    actor = _locked(actor)
    if actor.archived_at is not None:
        actor.archived_at = None
        actor.archive_reason = ""
        actor.save(update_fields=["archived_at", "archive_reason"])
    return actor


# --- Persons ---------------------------------------------------------------------------------------


@transaction.atomic
def create_person(*, data, roles=()):
    """Create a person with roles (see `set_roles`). Whether the person is there already is the caller's question."""
    person = Person()
    _assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_roles(person=person, roles=roles)
    return person


@transaction.atomic
def update_person(*, person, data, version, roles=(), removed=()):
    """Change a person that was read at `version`, and the named roles (see `set_roles`).

    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit.
    """
    person = lock(person, version)
    _assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_roles(person=person, roles=roles, removed=removed)
    return person


ROLE_FIELDS = ("actor", "function", "is_main_contact", "since", "until")


@transaction.atomic
def set_roles(*, person, roles, removed=()):
    """Add and change roles of a person at actors; `removed` are ids of roles to take away. Others stay.

    Each role is a dict with `actor` and, as known, `function`, `is_main_contact`, `since`, `until`, and `id` of the role
    it changes; a role that is gone meanwhile is added anew. Raises ValidationError for a doubled role or an end
    before its start.
    """
    present = {role.pk: role for role in person.roles.all()}
    for pk in removed:
        if pk in present:
            present.pop(pk).delete()
    for values in roles:
        role = present.get(values.get("id")) or PersonRole(person=person)
        changed = role.pk is None
        for name in ROLE_FIELDS:
            if name in values and (changed or getattr(role, name) != values[name]):
                setattr(role, name, values[name])
                changed = True
        if changed:
            role.full_clean()
            role.save()


@transaction.atomic
def link_account(*, person, user):
    """Link a person to its one account, or to none. Raises ValidationError when either is linked elsewhere."""
    if user is not None:
        other = Person.objects.select_for_update().filter(user=user).exclude(pk=getattr(person, "pk", None)).first()
        if other is not None:
            raise ValidationError({"person": _("This account already belongs to %(person)s.") % {"person": other}})
    person = Person.objects.select_for_update().get(pk=person.pk)
    if user is not None and person.user_id not in (None, user.pk):
        raise ValidationError({"person": _("%(person)s already has another account.") % {"person": person}})
    if person.user_id != getattr(user, "pk", None):
        person.user = user
        person.save(update_fields=["user"])
    return person


@transaction.atomic
def set_represented_actors(*, user, actors):
    """Make the actors an account acts for exactly the given ones."""
    wanted = {actor.pk: actor for actor in actors}
    present = {link.actor_id: link for link in ActorRepresentative.objects.filter(user=user)}
    for pk, link in present.items():
        if pk not in wanted:
            link.delete()
    for pk, actor in wanted.items():
        if pk not in present:
            ActorRepresentative.objects.create(user=user, actor=actor)


@transaction.atomic
def anonymise_account(*, user, by):
    """Empty an account for good and cut its links to its person and actors; see `core.invitations.anonymise`.

    The audit trail keeps what the account did; its name and address are taken out of it, which is logged.
    """
    if user.anonymised_at:
        return
    before = [user.name, user.email]
    invitations.anonymise(user=user, by=by)
    person = Person.objects.filter(user=user).first()
    if person is not None:
        link_account(person=person, user=None)
    set_represented_actors(user=user, actors=())
    redact_person(label=f"core.user {user.pk}", objects=(), values=before, by=by, reason=_("Account anonymised"))
