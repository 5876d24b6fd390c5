"""Committees, their rules, seats, terms and members. Everything goes under a lock of the committee.

What would make the roster ambiguous is refused with the rule that forbids it: two members on one seat, a person on two seats,
overlapping terms, a second chair, deputies where the rules know none.
"""

import datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.locking import StaleObject, lock
from integration_portal.core.slugs import unique_slug

from ..models import Committee, Meeting, Membership, RuleSet, StandardItem, Term
from ..models.committees import RESERVED_SLUGS

ONE_DAY = datetime.timedelta(days=1)
Purpose = StandardItem.Purpose


def _locked(committee):
    return Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)


def standard_items():
    """The items with which a new committee starts: (purpose, title, type, at the end)."""
    return (
        (Purpose.OPENING, _("Opening, due invitation and quorum"), "information", False),
        (Purpose.AGENDA, _("Approval of the agenda"), "resolution", False),
        (Purpose.MINUTES, _("Approval of the minutes of the last meeting"), "resolution", False),
        (Purpose.FOLLOW_UP, _("Report on open resolutions"), "information", False),
        (Purpose.OTHER, _("Other business"), "information", True),
    )


@transaction.atomic
def create_committee(*, data, rules_from=None):
    """Create a committee with the standard items, and the rules of the ThürKO since its founding (or today). Returns it."""
    fields = data.pop("fields", None)
    committee = Committee(**data)
    committee.slug = unique_slug(
        Committee, committee.short_name or committee.name, fallback="gremium", taken=RESERVED_SLUGS
    )
    committee.full_clean(exclude=["slug"])
    committee.save()
    if fields is not None:
        committee.fields.set(fields)
    for position, (purpose, title, kind, at_the_end) in enumerate(standard_items(), start=1):
        StandardItem.objects.create(
            committee=committee, purpose=purpose, title=title, kind=kind, at_the_end=at_the_end, position=position
        )
    RuleSet.objects.create(
        committee=committee,
        valid_from=rules_from or committee.founded_on or timezone.localdate(),
        name=_("Thüringer Kommunalordnung"),
        source="ThürKO §§ 34–43, 112",
    )
    return committee


@transaction.atomic
def update_committee(*, committee, data, version):
    """Change a committee. Raises StaleObject, ValidationError."""
    row = lock(committee, version)
    fields = data.pop("fields", None)
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if fields is not None:
        row.fields.set(fields)
    return row


@transaction.atomic
def set_committee_published(*, committee, published):
    """Show a committee in public, or take it back together with all that hangs on it."""
    row = _locked(committee)
    if row.is_published != published:
        row.is_published = published
        row.save()
    return row


# --- rules --------------------------------------------------------------------------------------------
def last_bound_day(committee):
    """The day of the last meeting to which somebody was invited or that was held: rules up to it stay as they are. None without one."""
    last = Meeting.objects.filter(committee=committee).exclude(state__in=("planned", "cancelled", "moved"))
    moment = last.aggregate(last=Max("starts_at"))["last"]
    return timezone.localdate(moment) if moment else None


def is_frozen(rules):
    """Whether a meeting was invited or held under this set."""
    bound = last_bound_day(rules.committee)
    if bound is None or rules.valid_from > bound:
        return False
    following = rules.committee.rule_sets.filter(valid_from__gt=rules.valid_from).order_by("valid_from").first()
    meetings = Meeting.objects.filter(committee=rules.committee).exclude(state__in=("planned", "cancelled", "moved"))
    days = [timezone.localdate(moment) for moment in meetings.values_list("starts_at", flat=True)]
    return any(rules.valid_from <= day and (following is None or day < following.valid_from) for day in days)


@transaction.atomic
def save_rules(*, rules, version=None):
    """Store a set of rules from a validated instance. Raises ValidationError where a meeting is bound by others already."""
    committee = _locked(rules.committee)
    bound = last_bound_day(committee)
    if rules.pk:
        before = RuleSet.objects.select_for_update(of=("self",)).get(pk=rules.pk)
        if version is not None and before.version != int(version):
            raise StaleObject(before)
        if is_frozen(before):
            raise ValidationError(
                _(
                    "A meeting was invited to under these rules: they stay as they are. Please add new rules from a later day."
                )
            )
    first = not committee.rule_sets.exclude(pk=rules.pk).exists()
    if bound is not None and rules.valid_from <= bound and not first:
        raise ValidationError(
            {
                "valid_from": _("Meetings up to %(day)s were invited to under other rules. Please name a later day.")
                % {"day": format_day(bound)}
            }
        )
    rules.full_clean()
    rules.save()
    return rules


@transaction.atomic
def delete_rules(*, row):
    """Delete a set under which nothing has happened; the last one stays."""
    committee = _locked(row.committee)
    if is_frozen(row):
        raise ValidationError(_("A meeting was invited to under these rules: they stay as they are."))
    if committee.rule_sets.count() == 1:
        raise ValidationError(_("A committee needs rules. Please add others first."))
    row.delete()


# --- terms and seats ---------------------------------------------------------------------------------
@transaction.atomic
def save_term(*, term):
    """Store a term. Without an end it gets the length that the rules name. Raises ValidationError where terms overlap."""
    committee = _locked(term.committee)
    if term.until is None and term.since is not None:
        rules = RuleSet.objects.in_force(committee, term.since)
        if rules.term_months:
            term.until = term.since + relativedelta(months=rules.term_months) - ONE_DAY
    term.full_clean()
    other = Term.objects.filter(committee=committee).exclude(pk=term.pk).overlapping(term.since, term.until).first()
    if other is not None:
        raise ValidationError({"since": _("Overlaps with “%(name)s”: terms follow each other.") % {"name": other.name}})
    term.save()
    return term


@transaction.atomic
def save_seat(*, seat):
    """Store a seat. Raises ValidationError when it would end before somebody leaves it."""
    committee = _locked(seat.committee)
    if seat.pk is None and not seat.position:
        seat.position = (committee.seats.aggregate(last=Max("position"))["last"] or 0) + 1
    seat.full_clean()
    if seat.pk and seat.until:
        late = seat.memberships.filter(until__isnull=True) | seat.memberships.filter(until__gt=seat.until)
        if late.exists():
            raise ValidationError({"until": _("Somebody sits on it after that day. Please end the membership first.")})
    seat.save()
    return seat


@transaction.atomic
def delete_seat(*, row):
    """Delete a seat nobody ever sat on. Raises ValidationError otherwise: such a seat is ended."""
    _locked(row.committee)
    if row.memberships.exists():
        raise ValidationError(_("Somebody sits or sat on this seat. Please give it an end instead."))
    row.delete()


# --- members -----------------------------------------------------------------------------------------
@transaction.atomic
def save_membership(*, membership, version=None):
    """Store a member or deputy of a seat. Raises StaleObject, ValidationError by field with the rule named."""
    seat = membership.seat
    committee = _locked(seat.committee)
    if membership.pk:
        lock(membership, version)
    membership.clean_fields()
    _check_in_place(membership)
    if membership.kind == Membership.Kind.MEMBER:
        _check_seat_is_free(membership)
        _check_one_seat(membership, committee)
    else:
        _check_deputies(membership, committee)
    membership.full_clean()
    membership.save()
    return membership


def _check_in_place(membership):
    seat = membership.seat
    if (seat.since and membership.since < seat.since) or (
        seat.until and (membership.until is None or membership.until > seat.until)
    ):
        raise ValidationError({"since": _("The seat is not in place for the whole of this time.")})
    if membership.person.anonymised_at:
        raise ValidationError({"person": _("This person was erased.")})


def _others(membership):
    return (
        Membership.objects.exclude(pk=membership.pk)
        .overlapping(membership.since, membership.until)
        .select_related("person", "seat")
    )


def _check_seat_is_free(membership):
    other = _others(membership).members().filter(seat=membership.seat).first()
    if other is not None:
        text = _(
            "%(name)s sits on this seat from %(day)s on: a seat has one member at a time. Please end that membership first."
        )
        raise ValidationError({"since": text % {"name": other.person.name, "day": format_day(other.since)}})


def _check_one_seat(membership, committee):
    other = _others(membership).members().of(committee).filter(person=membership.person).first()
    if other is not None:
        text = _("%(name)s sits on the seat “%(seat)s” at that time: nobody is a member twice.")
        raise ValidationError({"person": text % {"name": membership.person.name, "seat": other.seat.name}})


def _check_deputies(membership, committee):
    rules = RuleSet.objects.in_force(committee, membership.since)
    if rules.deputies == RuleSet.Deputies.NONE:
        raise ValidationError({"kind": _("These rules know no deputies: %(rule)s.") % {"rule": rules.name}})
    if _others(membership).members().filter(seat=membership.seat, person=membership.person).exists():
        raise ValidationError({"person": _("Nobody is their own deputy.")})


@transaction.atomic
def end_membership(*, membership, until, reason):
    """End a membership on a day (inclusive); functions in the committee end with it where no other seat is held then."""
    row = Membership.objects.select_for_update(of=("self",)).select_related("seat__committee").get(pk=membership.pk)
    committee = _locked(row.seat.committee)
    if until < row.since:
        raise ValidationError({"until": _("The end lies before the start.")})
    row.until, row.end_reason = until, reason
    row.save()
    if reason != Membership.End.TERM and row.kind == Membership.Kind.MEMBER:
        for function in committee.functions.filter(person=row.person).overlapping(until + ONE_DAY, None):
            function.until = max(until, function.since)
            function.save()
    return row


@transaction.atomic
def save_function(*, function):
    """Store a function. A new chair ends the time of the one before; overlapping otherwise raises ValidationError."""
    committee = _locked(function.committee)
    function.full_clean()
    same = committee.functions.filter(function=function.function).exclude(pk=function.pk)
    if function.function == function.Function.CHAIR:
        before = same.filter(since__lt=function.since, until__isnull=True).first()
        if before is not None:
            before.until = function.since - ONE_DAY
            before.save()
        if same.overlapping(function.since, function.until).exists():
            raise ValidationError({"since": _("There is a chair at that time already: a committee has one.")})
    elif same.filter(person=function.person).overlapping(function.since, function.until).exists():
        raise ValidationError({"person": _("This person has the function at that time already.")})
    function.save()
    return function
