"""Writes on what links accounts to persons and actors. Accounts themselves: `core.accounts`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core import invitations
from integration_portal.core.redaction import redact_person

from ..models import ActorRepresentative, Person


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
