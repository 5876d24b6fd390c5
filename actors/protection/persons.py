"""Persons themselves: their entry, contact ways, roles, deputies."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.models import SiteSettings
from integration_portal.core.personal import DueList, Fate, Outcome, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from ..models import Person, PersonRole
from .subjects import person_of, subject_of_person

OF_PERSON = (
    "title", "first_name", "last_name", "email", "phone", "preferred_language", "preferred_way", "legal_basis",
    "consent_on", "consent_text", "data_source", "informed_on", "review_on", "no_mailings_on", "is_published",
    "permission_on", "publish_email", "publish_phone", "internal_note", "created_at", "updated_at",
)  # fmt: skip
#: Rows of these kinds are about the person alone and go with it; all others keep it as somebody without a name.
OWN = ("actors.contactway", "actors.personrole", "actors.mailinglistmember")


def known(subject):
    """What the entry says now; a request may be older than it."""
    person = person_of(subject)
    if person is None:
        return {}
    own = subject_of_person(person)
    return {"names": own.names, "emails": own.emails, "phones": own.phones, "lines": own.lines}


def find(subject, user):
    person = person_of(subject)
    if person is None or person.anonymised_at:
        return []
    pieces = [piece_of(person, OF_PERSON)]
    pieces += [piece_of(way, ("kind", "value", "label", "is_published")) for way in person.contact_ways.all()]
    roles = person.roles.select_related("actor", "deputy")
    pieces += [piece_of(role, ("actor", "function", "is_main_contact", "since", "until")) for role in roles]
    stands_in = PersonRole.objects.filter(deputy=person).select_related("actor")
    pieces += [piece_of(role, ("actor", "function"), title=_("Deputy in a role")) for role in stands_in]
    return pieces


def _is_referred_to(person):
    """Whether records stay that count the person, in any app."""
    for relation in person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many:
            model, name = relation.through, relation.field.m2m_reverse_field_name()
        if model._meta.label_lower not in OWN and model._base_manager.filter(**{name: person.pk}).exists():
            return True
    return False


def erase(subject, erasing):
    """Delete the entry; where records stay that count the person, leave somebody without a name instead."""
    person = person_of(subject)
    if person is None or person.anonymised_at:
        return []
    person = lock(person, None)
    outcomes = []
    for label, rows in (
        (_("Further contact ways"), person.contact_ways.all()),
        (_("Roles at organisations"), person.roles.all()),
        (_("Entries of mailing lists"), person.mailing_lists.all()),
    ):
        if number := _delete(rows):
            outcomes.append(Outcome(Fate.ERASED, label, number))
    deputies = list(PersonRole.objects.filter(deputy=person))
    for role in deputies:
        role.deputy = None
        role.save()
    if deputies:
        outcomes.append(Outcome(Fate.ERASED, _("Named as a deputy"), len(deputies)))
    if not _is_referred_to(person):
        person.delete()
        return [Outcome(Fate.ERASED, _("Entry of the person"), 1), *outcomes]
    _empty(person)
    return [
        Outcome(Fate.ANONYMISED, _("Entry of the person: an entry without a name stays, so that figures do"), 1),
        *outcomes,
    ]


def _delete(rows):
    """Delete one by one, so that each is audited; how many."""
    rows = list(rows)
    for row in rows:
        row.delete()
    return len(rows)


def _empty(person):
    for column in person._meta.concrete_fields:
        if (
            isinstance(column, models.CharField | models.TextField)
            and column.editable
            and not hasattr(column, "compute")
        ):
            setattr(person, column.name, "")
    person.user = person.preferred_language = None
    person.consent_on = person.informed_on = person.review_on = person.permission_on = person.no_mailings_on = None
    person.is_published = person.publish_email = person.publish_phone = False
    person.anonymised_at = timezone.now()
    person.save()


# --- due ---------------------------------------------------------------------------------------------------
def to_review(on, user, months=None):
    """Persons whose day for a look has come, and without such a day those without a role and unchanged for `months`.

    Without `months` the settings are read.
    """
    months = months or SiteSettings.load().review_persons_after_months
    long_ago = timezone.make_aware(
        datetime.datetime.combine(on - datetime.timedelta(days=30 * months), datetime.time())
    )
    in_office = PersonRole.objects.filter(Q(until__isnull=True) | Q(until__gte=on), person=OuterRef("pk"))  # or to come
    idle = Q(review_on__isnull=True, updated_at__lt=long_ago, user__isnull=True) & ~Exists(in_office)
    return (
        Person.objects.filter(anonymised_at__isnull=True)
        .filter(Q(review_on__lte=on) | idle)
        .order_by(F("review_on").asc(nulls_last=True), "sort_name", "pk")
    )


def _why(person):
    if person.review_on:
        return person.name, _("To be looked at since %(day)s") % {"day": format_day(person.review_on)}, _page(person)
    day = format_day(timezone.localdate(person.updated_at))
    return person.name, _("No role in office, unchanged since %(day)s") % {"day": day}, _page(person)


def _page(person):
    return person.get_absolute_url()


def without_basis(on, user):
    """Persons of whom nobody noted why they may be stored."""
    return Person.objects.filter(anonymised_at__isnull=True, legal_basis="").order_by("sort_name", "pk")


SOURCE = PersonalSource(
    "actors.persons", gettext_lazy("Contact persons of the network"), 50,
    purpose=gettext_lazy("Working with the network: who is responsible where, and how to reach them."),
    people=gettext_lazy("Contact persons of organisations and authorities, volunteers."),
    data=gettext_lazy("Name, form of address, contact ways, roles with periods, language, legal basis, notes."),
    basis=gettext_lazy("Public task (GDPR Art. 6(1)(e)), for publication consent (Art. 6(1)(a)), noted at each person."),
    recipients=gettext_lazy("The integration office; the public only what the person allowed, item by item."),
    kept=gettext_lazy("Until the look at the day noted, or after the months in the settings without a role."),
    find=find, erase=erase, known=known,
    due=(
        DueList(
            gettext_lazy("Persons to look at"),
            gettext_lazy("Ask whether the entry is still needed. If not, erase the person from their page."),
            to_review, _why,
        ),
        DueList(
            gettext_lazy("Persons without a legal basis"),
            gettext_lazy("Note on which ground the person is stored, or erase the entry."),
            without_basis,
            lambda person: (person.name, _("No legal basis noted"), _page(person)),
        ),
    ),
)  # fmt: skip
