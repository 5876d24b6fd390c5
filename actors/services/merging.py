"""Merging two entries of one organisation, and saying of two that they are not the same."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core import merging
from integration_portal.core.locking import StaleObject
from integration_portal.core.models import FormDraft

from ..models import Actor, ActorAlias, ActorRedirect, DistinctActors

#: What of an actor can be taken from either entry. Lists (fields of action, languages …) are always joined.
FIELDS = (
    "name",
    "short_name",
    "kind",
    "carrier",
    "description",
    "street",
    "postal_code",
    "city",
    "municipality",
    "email",
    "phone",
    "website",
    "logo",
    "accessibility",
    "internal_note",
)
#: Texts of which both can be kept, one below the other.
TEXTS = ("description", "accessibility", "internal_note")
TARGET, DUPLICATE, BOTH = "target", "duplicate", "both"


def differing_fields(target, duplicate):
    """Names of the fields in which both say something, and not the same."""
    return [
        name
        for name in FIELDS
        if _value(target, name) and _value(duplicate, name) and _value(target, name) != _value(duplicate, name)
    ]


def filled_fields(target, duplicate):
    """Names of the fields that only the duplicate fills; the kept entry takes them over."""
    return [name for name in FIELDS if not _value(target, name) and _value(duplicate, name)]


def _value(actor, name):
    field = Actor._meta.get_field(name)
    return getattr(actor, field.attname)


@transaction.atomic
def merge_actors(*, target, duplicate, versions, choices, by):
    """Make one entry of two: everything that refers to `duplicate` refers to `target` afterwards; return the target.

    `versions` are the versions of (target, duplicate) that the user has seen, `choices` say for each differing field
    "target", "duplicate" or, for texts, "both"; what is missing there stays as the target has it. Fields empty at the
    target are taken from the duplicate, lists are joined. The duplicate is deleted; its name becomes another
    spelling of the target, and an `ActorRedirect` leads from its old addresses to the target. Whether the target is
    published stays as it was. Cannot be undone.

    Raises ValidationError for an entry merged with itself, an archived target, or rows that cannot be joined;
    StaleObject when one of them was changed since.
    """
    if target.pk == duplicate.pk:
        raise ValidationError(_("This is the same entry. Please choose another one."), code="same")
    rows = {
        row.pk: row for row in Actor.objects.select_for_update().filter(pk__in=(target.pk, duplicate.pk)).order_by("pk")
    }
    if len(rows) < 2:
        raise ValidationError(_("One of the entries is gone. Somebody else may have merged it."), code="gone")
    target, duplicate = rows[target.pk], rows[duplicate.pk]
    for row, version in zip((target, duplicate), versions, strict=True):
        if row.version != int(version):
            raise StaleObject(row)
    if target.archived_at:
        raise ValidationError(_("The kept entry is in the archive. Please take it back first."), code="archived")
    old_id, old_slug, old_name = duplicate.pk, duplicate.slug, duplicate.name
    try:
        moved = merging.move_references(source=duplicate, target=target)
    except merging.MergeRefused as refused:
        raise ValidationError(
            _("Both have an entry of this kind that cannot be joined: %(kind)s. Please settle these first.")
            % {"kind": refused.label},
            code="refused",
        )
    target.refresh_from_db()
    duplicate.refresh_from_db()
    names = {target.name, duplicate.name}
    _take_over(target, duplicate, choices)
    FormDraft.objects.filter(key=f"actors.actor:{old_id}").delete()
    duplicate.delete()
    target.full_clean(exclude=["slug"])
    target.save()
    _keep_names(target, names)
    ActorRedirect.objects.create(
        old_id=old_id, old_slug=old_slug, old_name=old_name, actor=target, moved=moved, merged_by=by
    )
    return target


def _take_over(target, duplicate, choices):
    for name in filled_fields(target, duplicate):
        setattr(target, Actor._meta.get_field(name).attname, _value(duplicate, name))
    for name in differing_fields(target, duplicate):
        choice = choices.get(name, TARGET)
        if choice == DUPLICATE:
            setattr(target, Actor._meta.get_field(name).attname, _value(duplicate, name))
        elif choice == BOTH and name in TEXTS:
            setattr(target, name, f"{_value(target, name)}\n\n{_value(duplicate, name)}")
    if target.carrier_id == target.pk:
        target.carrier = None


def _keep_names(target, names):
    """The name that was not chosen is found further on, as another spelling."""
    for name in names - {target.name}:
        if not ActorAlias.objects.filter(name=name).exists():
            ActorAlias.objects.create(actor=target, name=name)


@transaction.atomic
def mark_as_different(*, actor, other, by):
    """Remember that two actors are not the same; doing it twice changes nothing. Raises ValidationError for one and the same."""
    if actor.pk == other.pk:
        raise ValidationError(_("This is the same entry. Please choose another one."), code="same")
    first, second = sorted((actor, other), key=lambda row: row.pk)
    row, _made = DistinctActors.objects.get_or_create(actor=first, other=second, defaults={"decided_by": by})
    return row
