"""Requests to confirm details: who is asked, sending, reminding, and what is answered under the link.

Every actor that is asked gets one mail with one personal link to its own entry. The mail is written in the transaction
that makes the request, so the chosen actors are asked completely or not at all.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core import links
from integration_portal.core.audit import audited_bulk_create
from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import Mail, PersonalLink, SiteSettings
from integration_portal.core.site import absolute

from ..items import REMARK, full_label, items_of, label_of, load_entry
from ..models import Actor, ConfirmationRequest, ConfirmationRound, PersonRole
from . import organisations, proposals

PURPOSE = "actors.confirmation"
DECIDED = "actors.confirmation_decided"
State = ConfirmationRequest.State
ANSWERED = (State.CONFIRMED, State.CORRECTED, State.REMOVAL)


@dataclass
class Recipient:
    """Who is asked for an actor: its main contact or, for want of one, the organisation's own address."""

    actor: Actor
    email: str
    name: str
    person: object = None


def mail_key(request):
    """Under which the mails of a request are found in the queue."""
    return f"actors.confirmationrequest:{request.pk}"


def recipients_of(actors, on=None):
    """Return (recipients by name of the actor, actors without an address), in two queries.

    Asked is the main contact in office on the day, unless the person objects to mailings; else the general address.
    """
    on = on or timezone.localdate()
    actors = sorted(actors, key=lambda actor: (actor.sort_name, actor.pk))
    roles = (
        PersonRole.objects.on(on)
        .filter(
            actor__in=[actor.pk for actor in actors],
            is_main_contact=True,
            person__no_mailings_on__isnull=True,
            person__anonymised_at__isnull=True,
        )
        .exclude(person__email="")
    )
    main = {role.actor_id: role.person for role in roles.select_related("person").order_by("-person__sort_name")}
    found, without = [], []
    for actor in actors:
        person = main.get(actor.pk)
        email = person.email if person else actor.email
        if email:
            found.append(Recipient(actor, email, person.name if person else actor.name, person))
        else:
            without.append(actor)
    return found, without


def link_deadline(deadline):
    """Until when links work: the end of the deadline's day, and as long again as the reminder afterwards waits, twice."""
    extra = 2 * SiteSettings.load().remind_days_after
    return timezone.make_aware(
        datetime.datetime.combine(deadline + datetime.timedelta(days=extra + 1), datetime.time.min)
    )


def _subject(round, actor):
    return f"actors.confirmationround:{round.pk}:{actor.pk}"


def request_of(link):
    """The request that a link opens; None when a newer link took its place."""
    return ConfirmationRequest.objects.filter(link=link).select_related("round", "person", "link").first()


# --- the office -------------------------------------------------------------------------------------
@transaction.atomic
def save_round(*, round, version=None):
    """Save a round from a validated instance; a later deadline keeps its links open as long.

    Raises StaleObject if somebody saved since `version`.
    """
    if round.pk:
        lock(round, version)
    round.save()
    expires = link_deadline(round.deadline)
    rows = PersonalLink.objects.filter(
        confirmation_request__round=round, withdrawn_at__isnull=True, expires_at__lt=expires
    )
    for link in rows:
        link.expires_at = expires
        link.save(update_fields=["expires_at"])
    return round


@transaction.atomic
def ask(*, round, actors):
    """Ask actors to check their entry: links, requests and mails; returns (requests, actors without an address).

    Whoever is asked already in this round, and archived actors, are passed over. Raises ValidationError when the
    deadline has passed or nobody can be asked.
    """
    row = lock(round, None)
    if row.deadline < timezone.localdate():
        raise ValidationError({"deadline": _("The deadline lies in the past.")}, code="past")
    asked_already = set(row.requests.values_list("actor_id", flat=True))
    wanted = [actor for actor in actors if actor.pk not in asked_already and actor.archived_at is None]
    found, without = recipients_of(wanted)
    if not found:
        raise ValidationError(_("There is nobody to ask: no chosen organisation has an address."), code="nobody")
    expires = link_deadline(row.deadline)
    made = audited_bulk_create(
        PersonalLink(purpose=PURPOSE, subject=_subject(row, who.actor), holder=who.name[:200], expires_at=expires)
        for who in found
    )
    requests = audited_bulk_create(
        ConfirmationRequest(
            round=row, actor=who.actor, person=who.person, name=who.name[:200], email=who.email, link=link
        )
        for who, link in zip(found, made, strict=True)
    )
    for request in requests:
        _mail("actors.confirmation_request", request)
    if row.sent_at is None:
        row.sent_at = timezone.now()
        row.save()
    return requests, without


def _mail(kind, request, to=None, **more):
    with translation.override(settings.LANGUAGE_CODE):
        return queue_mail(
            kind=kind,
            to=to or request.email,
            values={
                "name": request.name,
                "organisation": str(request.actor),
                "deadline": format_day(request.round.deadline),
                "text": request.round.text.strip(),
                "link": absolute(links.path_of(request.link)),
                **more,
            },
            about=mail_key(request),
            reply_to=SiteSettings.load().email,
            expires_at=request.link.expires_at if kind != "actors.confirmation_removal" else None,
        )


@transaction.atomic
def remind(*, request):
    """Mail a reminder for an open request, at most one a day. Returns whether one was written.

    Raises ValidationError when the link was withdrawn or has expired.
    """
    today = timezone.localdate()
    row = (
        ConfirmationRequest.objects.select_for_update(of=("self",))
        .select_related("round", "link", "actor")
        .get(pk=request.pk)
    )
    if row.state != State.OPEN or row.reminded_on == today:
        return False
    if row.link.withdrawn_at or row.link.expires_at < timezone.now():
        raise ValidationError(_("The link no longer works. Send a new one instead."), code="link")
    _mail("actors.confirmation_reminder", row)
    row.reminded_on = today
    row.save()
    return True


def _reachable(requests, now):
    return requests.unanswered().filter(link__withdrawn_at__isnull=True, link__expires_at__gte=now)


@transaction.atomic
def remind_open(*, round):
    """Remind everybody who has not answered and whose link still works; returns how many mails were written."""
    return sum(remind(request=request) for request in _reachable(round.requests.all(), timezone.now()))


def remind_due(now):
    """The scheduled job: remind once some days before a deadline, and once some days after it. Returns what it did."""
    site, today, number = SiteSettings.load(), timezone.localdate(now), 0
    waiting = _reachable(ConfirmationRequest.objects.all(), now).filter(actor__archived_at__isnull=True)
    for request in waiting.select_related("round"):
        start = request.round.deadline - datetime.timedelta(days=site.remind_days_before)
        after = request.round.deadline + datetime.timedelta(days=site.remind_days_after)
        last = max(request.reminded_on or datetime.date.min, timezone.localdate(request.created_at))
        early = site.remind_days_before and start <= today <= request.round.deadline and last < start
        late = site.remind_days_after and today >= after and last < after
        if early or late:
            number += remind(request=request)
    return ngettext("%(n)s reminder", "%(n)s reminders", number) % {"n": number} if number else ""


@transaction.atomic
def withdraw(*, request):
    """Close the link of a request and take its mails out of the queue; an open request is withdrawn."""
    row = lock(request, None)
    links.withdraw(row.link)
    withdraw_about(mail_key(row))
    if row.state == State.OPEN:
        row.state = State.WITHDRAWN
        row.save()
    return row


@transaction.atomic
def new_link(*, request, email):
    """Close the link and mail a new one, to another address if that is given. What was typed stays.

    Raises ValidationError when the request was answered already.
    """
    row = lock(request, None)
    if row.state in ANSWERED:
        raise ValidationError(_("Everything has been answered."), code="state")
    if email.lower() != row.email.lower():
        row.email, row.person, row.name = email, None, row.actor.name[:200]
    links.withdraw(row.link)
    withdraw_about(mail_key(row))
    deadline = max(row.round.deadline, timezone.localdate() + datetime.timedelta(days=7))
    row.link = links.issue(
        purpose=PURPOSE, subject=_subject(row.round, row.actor), expires_at=link_deadline(deadline), holder=row.name
    )
    row.state = State.OPEN
    row.save()
    _mail("actors.confirmation_request", row)
    return row


@transaction.atomic
def delete_round(*, row):
    """Delete a round nobody was asked in. Raises ValidationError for any other."""
    row = lock(row, None)
    if row.requests.exists():
        raise ValidationError(_("Somebody has been asked already."), code="state")
    row.delete()


# --- the partner ------------------------------------------------------------------------------------
def _answered(row, state, remark=""):
    if row.removal_settled_at or row.state != state and state not in State.transitions.get(row.state, ()):
        raise ValidationError(_("This request can no longer be answered."), code="state")
    row.state, row.answered_at, row.answer, row.remark = state, timezone.now(), {}, remark
    row.save()


@transaction.atomic
def keep_typed(*, request, typed, version):
    """Keep what was typed so far under the link: {item: [before, after]}, with the remark. It is not an answer yet.

    Raises StaleObject when somebody else behind the link saved since `version`.
    """
    row = lock(request, version)
    row.answer = {"typed": typed}
    row.save()
    return row


@transaction.atomic
def confirm_as_is(*, request, version, actor_version):
    """Say that the entry is right as it is. Corrections begun or sent earlier under this link are taken back.

    Raises StaleObject when the entry is not the one that was shown, or a colleague answered meanwhile.
    """
    row = lock(request, version)
    actor = lock(row.actor, actor_version)
    _answered(row, State.CONFIRMED)
    proposals.take_back(actor=actor, request=row)
    proposals.confirm_actor(actor=actor, on=timezone.localdate())
    return row


@transaction.atomic
def send_corrections(*, request, changes, version):
    """Hand in corrections ({item: (before, after)}, the remark among them); they replace those sent before.

    Raises StaleObject when somebody else behind the link saved since `version`, ValidationError without any change.
    """
    row = lock(request, version)
    if not changes:
        raise ValidationError(_("You have not changed anything."), code="empty")
    _answered(row, State.CORRECTED, changes.get(REMARK, ("", ""))[1])
    proposals.take_back(actor=row.actor, request=row)
    proposals.propose(actor=row.actor, changes=changes, request=row)
    return row


@transaction.atomic
def ask_for_removal(*, request, remark, version):
    """Ask to be removed from the network; the office decides and sees it on the today page."""
    row = lock(request, version)
    _answered(row, State.REMOVAL, remark.strip())
    proposals.take_back(actor=row.actor, request=row)
    return row


@transaction.atomic
def answer_with_account(*, actor, by, changes=None, version=None):
    """Confirm an entry (`changes` None) or propose changes with an account that acts for it.

    Open requests to the actor count as answered by that. Raises StaleObject when the entry is not the one shown.
    """
    row = lock(actor, version)
    if changes is None:
        proposals.confirm_actor(actor=row, on=timezone.localdate())
    elif not changes:
        raise ValidationError(_("You have not changed anything."), code="empty")
    else:
        proposals.propose(actor=row, changes=changes, by=by)
    for request in row.confirmation_requests.unanswered().select_for_update():
        _answered(request, State.CONFIRMED if changes is None else State.CORRECTED)
    return row


# --- what becomes of it -----------------------------------------------------------------------------
@transaction.atomic
def settle_removal(*, request, archive, reason, by):
    """End a wish to be removed: archive the actor with the reason, or keep the entry and say why; the actor is told.

    Raises ValidationError without a reason, or when the wish was settled already.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")}, code="reason")
    row = lock(request, None)
    if row.state != State.REMOVAL or row.removal_settled_at:
        raise ValidationError(_("This wish has been settled already."), code="state")
    if archive:
        organisations.archive_actor(actor=row.actor, reason=reason)
        for other in row.actor.confirmation_requests.unanswered():
            withdraw(request=other)
    row.removal_settled_at = timezone.now()
    row.save()
    outcome = _("Your organisation has been taken out of the network.") if archive else _("Your entry stays for now.")
    _mail("actors.confirmation_removal", row, outcome=outcome, reason=reason.strip())
    return row


def _line(change, known):
    label = full_label(known[change.field]) if change.field in known else label_of(change.field)
    if change.state == change.State.ACCEPTED:
        return _("– %(item)s: taken over") % {"item": label} + (f" ({change.reason})" if change.reason else "")
    return _("– %(item)s: not taken over (%(reason)s)") % {"item": label, "reason": change.reason}


def tell_decided(change, decided):
    """Mail the partner what became of the proposals that no earlier mail named. `decided`: all decided ones of theirs."""
    request, user = change.request, change.proposed_by
    about = mail_key(request) if request else f"actors.proposals:{change.actor_id}:{user.pk}"
    earlier = Mail.objects.filter(kind=DECIDED, about=about).order_by("-created_at", "-pk").first()
    rows = decided.filter(decided_at__gt=earlier.created_at) if earlier else decided
    known = items_of(load_entry(change.actor_id))
    with translation.override(settings.LANGUAGE_CODE):
        return queue_mail(
            kind=DECIDED,
            to=request.email if request else user.email,
            values={
                "name": request.name if request else user.name,
                "organisation": str(change.actor),
                "list": "\n".join(_line(row, known) for row in rows.order_by("created_at", "pk")),
            },
            about=about,
            reply_to=SiteSettings.load().email,
        )


def start_round(*, by, on=None):
    """A round as the today page proposes it: a plain title and three weeks to answer. Nobody is asked yet."""
    on = on or timezone.localdate()
    title = _("Are the details right? %(month)s") % {"month": f"{on:%m/%Y}"}
    return save_round(round=ConfirmationRound(title=title, deadline=on + datetime.timedelta(days=21), created_by=by))
