"""Writes on actors: their data, other spellings, former names, logo, publishing and archiving."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from integration_portal.core.phones import international
from integration_portal.core.slugs import unique_slug

from ..carriers import check_carrier
from ..models import Actor, ActorAlias, ActorName
from .assigning import assign

ACTOR_LINKS = ("fields", "municipalities", "languages", "topics", "target_groups")
#: What only services of their own may change.
GUARDED_OF_ACTOR = (
    "is_published",
    "archived_at",
    "archive_reason",
    "confirmed_on",
    "slug",
    "pk",
    "id",
    "version",
    "aliases",
    "logo",
    *ACTOR_LINKS,
)


def _locked(actor):
    return Actor.objects.select_for_update().get(pk=actor.pk)


def _fill(actor, data):
    """Set plain fields, carrier and logo as given; telephone numbers in international form. Saves the actor."""
    if data.get("carrier") is not None and data["carrier"].pk != actor.carrier_id:
        check_carrier(actor, data["carrier"])
    before = actor.phone
    assign(actor, data, GUARDED_OF_ACTOR)
    if actor.phone != before:
        actor.phone = international(actor.phone)
    old_logo = _set_logo(actor, data["logo"]) if "logo" in data else None
    actor.full_clean()
    actor.save()
    if old_logo is not None:
        storage, name = old_logo
        transaction.on_commit(lambda: storage.delete(name))


def _set_logo(actor, value):
    """Replace the logo, or remove it with False or ""; return (storage, name) of the file that is not needed any more."""
    current = actor.logo
    if value == current:
        return None
    old = (current.storage, current.name) if current else None
    actor.logo = value or ""
    return old


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
    _fill(actor, data)
    _set_links(actor, data)
    return actor


@transaction.atomic
def update_actor(*, actor, data, version, is_correction=False):
    """Change an actor that was read at `version`; fields missing in `data` stay as they are.

    A name that changes is kept as a former name until today, unless `is_correction` says that it was misspelled.
    `logo` is a new file, or False to take it away; the old file is deleted once the transaction has committed.
    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit, also at `carrier`
    when the tree of carriers and branches became a circle.
    """
    actor = lock(actor, version)
    old_name = actor.name
    _fill(actor, data)
    if actor.name != old_name and not is_correction:
        ActorName.objects.create(actor=actor, name=old_name, until=timezone.localdate())
    _set_links(actor, data)
    return actor


@transaction.atomic
def forget_name(*, name):
    """Take a former name out of the list, such as one that was only a slip."""
    ActorName.objects.filter(pk=name.pk).select_for_update().get().delete()


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
