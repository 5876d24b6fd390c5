"""Carriers and their branches: reading the tree, and keeping it without a circle."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.models import SiteSettings

from .models import Actor

#: A tree is at most this deep, counted in organisations from the uppermost carrier to the lowest branch.
MOST_LEVELS = 12
#: A page shows at most as many branches.
MOST_SHOWN = 300


@dataclass
class Branch:
    """An actor in a tree, with the address at which the reader finds it ("" for none) and its own branches."""

    actor: Actor
    url: str
    branches: list["Branch"] = field(default_factory=list)

    @property
    def size(self):
        """How many organisations this branch has, itself included."""
        return 1 + sum(branch.size for branch in self.branches)


def check_carrier(actor, carrier):
    """Raise ValidationError at `carrier` if the tree became a circle or too deep. Call it inside a transaction.

    Trees are changed one after the other: two people who put two organisations under each other at the same moment
    would otherwise close a circle that neither of them saw. The settings row is the lock all of them share.
    """
    if carrier is None:
        return
    SiteSettings.objects.select_for_update().filter(pk=SiteSettings.load().pk).first()
    if carrier.pk == actor.pk:
        raise ValidationError({"carrier": _("An organisation cannot be its own carrier.")}, code="circle")
    above, current = 1, carrier.pk
    while (current := Actor.objects.filter(pk=current).values_list("carrier_id", flat=True).first()) is not None:
        above += 1
        if current == actor.pk:
            raise ValidationError(
                {
                    "carrier": _("“%(carrier)s” belongs to “%(name)s” already, so it cannot be its carrier.")
                    % {"carrier": carrier, "name": actor}
                },
                code="circle",
            )
        if above >= MOST_LEVELS:
            break
    below = len(list(levels_below([actor.pk]))) if actor.pk else 0
    if above + 1 + below > MOST_LEVELS:
        raise ValidationError(
            {"carrier": _("Carriers and branches can be %(number)s levels deep at most.") % {"number": MOST_LEVELS}},
            code="depth",
        )


def levels_below(pks):
    """Yield the keys of branches, level by level: one query each, each actor once, at most `MOST_LEVELS` levels."""
    seen, level = set(pks), list(pks)
    for _level in range(MOST_LEVELS):
        level = [pk for pk in Actor.objects.filter(carrier__in=level).values_list("pk", flat=True) if pk not in seen]
        if not level:
            return
        seen.update(level)
        yield level


def carrier_of(actor, user):
    """The carrier as a `Branch` with the address at which the user finds it; None without one, or if the user may not see it."""
    carrier = actor.carrier
    if carrier is None or user.reads_all:
        return carrier and Branch(carrier, carrier.get_absolute_url())
    if not Actor.objects.visible_to(user).filter(pk=carrier.pk).exists():
        return None
    own = set(Actor.objects.represented_by(user).filter(pk=carrier.pk).values_list("pk", flat=True))
    return Branch(carrier, address_for(carrier, user, own))


def tree_below(actor, user):
    """The branches of an actor that the user may see, as (list of `Branch`, whether some are left out for their number)."""
    visible = Actor.objects.visible_to(user).current().select_related("kind")
    represented = (
        set() if roles.reads_all(user) else set(Actor.objects.represented_by(user).values_list("pk", flat=True))
    )
    top = Branch(actor, "")
    nodes, level, shown = {actor.pk: top}, [actor.pk], 0
    for _level in range(MOST_LEVELS):
        rows = [
            row
            for row in visible.filter(carrier__in=level).order_by("sort_name", "pk")[: MOST_SHOWN - shown + 1]
            if row.pk not in nodes
        ]
        if not rows:
            return top.branches, False
        for row in rows[: MOST_SHOWN - shown]:
            node = nodes[row.pk] = Branch(row, address_for(row, user, represented))
            nodes[row.carrier_id].branches.append(node)
        shown += len(rows)
        if shown > MOST_SHOWN:
            return top.branches, True
        level = [row.pk for row in rows]
    return top.branches, False


def address_for(actor, user, represented):
    """The office page of an actor for those who may open it (`represented`: keys of a contributor's own), else its public page or ""."""
    return actor.get_absolute_url() if user.reads_all or actor.pk in represented else actor.get_public_url()
