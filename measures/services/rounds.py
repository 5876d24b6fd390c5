"""Progress rounds (Sachstandsabfrage): who is asked, sending, reminding, new links, handing on.

Every recipient gets one mail with one personal link for all their measures. The mail is written in the transaction
that makes the request, so a round is asked completely or not at all.
"""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import PersonRole
from integration_portal.core import links
from integration_portal.core.audit import audited_bulk_create
from integration_portal.core.display import format_day
from integration_portal.core.locking import StaleObject, lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import PersonalLink, SiteSettings
from integration_portal.core.site import absolute

from ..models import ProgressReport, ProgressRequest, ProgressRound
from .progress import accept_report

PURPOSE = "measures.progress"
MAX_HANDED_ON = 5
State = ProgressRound.State
OPEN = (ProgressReport.State.DRAFT, ProgressReport.State.RETURNED)


@dataclass
class Recipient:
    """Somebody who is asked: person or, for want of one, the organisation's own address; and for which measures."""

    email: str
    name: str
    person: object = None
    actor: object = None
    measures: list = field(default_factory=list)

    @property
    def is_general_address(self):
        return self.person is None


def recipients_of(measures, on=None):
    """Return (recipients by name, measures nobody can be asked for), in three queries.

    Asked is the measure's contact person, else the lead's main contact in office on the day, else the general
    address of the lead; each only with an e-mail address. One address is asked once for all its measures.
    """
    on = on or timezone.localdate()
    measures = list(measures.select_related("lead", "contact").with_placements())
    main = {}
    roles = (
        PersonRole.objects.on(on)
        .filter(
            actor__in={measure.lead_id for measure in measures if measure.lead_id},
            is_main_contact=True,
        )
        .exclude(person__email="")
    )
    for role in roles.select_related("person").order_by("-person__sort_name"):
        main[role.actor_id] = role.person
    found, without = {}, []
    for measure in measures:
        person = measure.contact if measure.contact and measure.contact.email else main.get(measure.lead_id)
        email = person.email if person else measure.lead.email if measure.lead else ""
        if not email:
            without.append(measure)
            continue
        name = person.name if person else measure.lead.name
        row = found.setdefault(email.lower(), Recipient(email, name, person, measure.lead))
        row.measures.append(measure)
    return sorted(found.values(), key=lambda row: row.name.lower()), without


def subject_of(round):
    """What links of a round open, as kept with the link."""
    return f"measures.progressround:{round.pk}"


def request_of(link):
    """The request that a link opens, also one that was handed on; None when a newer link took its place."""
    return (
        ProgressRequest.objects.filter(link__in=[pk for pk in (link.pk, link.handed_on_from_id) if pk])
        .select_related("round", "link", "actor")
        .first()
    )


def link_deadline(deadline):
    """Until when links work: the end of the deadline's day, and as long again as the reminder afterwards waits, twice."""
    extra = 2 * SiteSettings.load().remind_days_after
    day = deadline + datetime.timedelta(days=extra + 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _values(request, measures, link=None):
    """What the mails of a request say."""
    names = "\n".join(f"– {measure}" for measure in measures)
    return {
        "name": request.name,
        "round": request.round.title,
        "deadline": format_day(request.round.deadline),
        "text": request.round.text.strip(),
        "measures": names,
        "count": ngettext("one measure", "%(n)s measures", len(measures)) % {"n": len(measures)},
        "link": absolute(links.path_of(link or request.link)),
    }


@transaction.atomic
def send_round(*, round, version=None, advance=lambda done, total: None):
    """Ask everybody: make links, empty reports and mails. Returns (requests, measures nobody could be asked for).

    Raises ValidationError when the round was sent already, its deadline has passed, or nobody can be asked.
    """
    row = lock(round, version)
    if row.state != State.DRAFT:
        raise ValidationError(_("This round has been sent already."), code="state")
    if row.deadline < timezone.localdate():
        raise ValidationError({"deadline": _("The deadline lies in the past.")}, code="past")
    asked, without = recipients_of(row.measures.current())
    if not asked:
        raise ValidationError(_("There is nobody to ask: no measure has a contact person with an e-mail address."))
    row.state, row.sent_at = State.SENT, timezone.now()
    row.save()
    expires = link_deadline(row.deadline)
    made = audited_bulk_create(
        PersonalLink(purpose=PURPOSE, subject=subject_of(row), holder=recipient.name[:200], expires_at=expires)
        for recipient in asked
    )
    requests = audited_bulk_create(
        ProgressRequest(round=row, person=who.person, actor=who.actor, name=who.name[:200], email=who.email, link=link)
        for who, link in zip(asked, made, strict=True)
    )
    audited_bulk_create(
        ProgressReport(
            measure=measure,
            request=request,
            period_from=row.period_from,
            period_until=row.period_until,
            author_name=request.name if who.person else "",
        )
        for who, request in zip(asked, requests, strict=True)
        for measure in who.measures
    )
    for number, (who, request) in enumerate(zip(asked, requests, strict=True), start=1):
        _mail("measures.progress_request", request, who.measures)
        advance(number, len(requests))
    return requests, without


def _mail(kind, request, measures, to=None, link=None, **more):
    with translation.override(settings.LANGUAGE_CODE):
        return queue_mail(
            kind=kind,
            to=to or request.email,
            values=_values(request, measures, link) | more,
            about=request.mail_key,
            reply_to=SiteSettings.load().email,
            expires_at=(link or request.link).expires_at,
        )


def open_measures(request):
    """The measures of a request whose reports have not been handed in."""
    return [report.measure for report in request.reports.filter(state__in=OPEN).select_related("measure")]


@transaction.atomic
def remind(*, request):
    """Mail a reminder for the reports still open; at most one a day. Returns whether one was written.

    Raises ValidationError when the link was withdrawn or has expired.
    """
    today = timezone.localdate()
    request = ProgressRequest.objects.select_for_update(of=("self",)).select_related("round", "link").get(pk=request.pk)
    measures = open_measures(request)
    if not measures or request.reminded_on == today:
        return False
    if request.link.withdrawn_at or request.link.expires_at < timezone.now():
        raise ValidationError(_("The link no longer works. Send a new one instead."), code="link")
    _mail("measures.progress_reminder", request, measures)
    request.reminded_on = today
    request.save()
    return True


@transaction.atomic
def remind_open(*, round):
    """Remind every recipient with open reports whose link still works; returns how many mails were written."""
    if round.state != State.SENT:
        raise ValidationError(_("This round is not running."), code="state")
    now = timezone.now()
    waiting = round.requests.open().filter(link__withdrawn_at__isnull=True, link__expires_at__gte=now)
    return sum(remind(request=request) for request in waiting)


def remind_due(now):
    """The scheduled job: remind once some days before a deadline, and once some days after it. Returns what it did."""
    site, today, number = SiteSettings.load(), timezone.localdate(now), 0
    running = ProgressRequest.objects.open().filter(
        round__state=State.SENT, link__withdrawn_at__isnull=True, link__expires_at__gte=now
    )
    due = []
    if site.remind_days_before:
        last = today + datetime.timedelta(days=site.remind_days_before)
        # A deadline that was close already when the round was sent needs no reminder on the same day.
        early = running.filter(
            reminded_before_on__isnull=True, round__deadline__gte=today, round__deadline__lte=last
        ).exclude(round__sent_at__date=today)
        due.append((early, "reminded_before_on"))
    if site.remind_days_after:
        first = today - datetime.timedelta(days=site.remind_days_after)
        due.append((running.filter(reminded_after_on__isnull=True, round__deadline__lte=first), "reminded_after_on"))
    for requests, column in due:
        for request in requests:
            with transaction.atomic():
                number += remind(request=request)
                ProgressRequest.objects.filter(pk=request.pk).update(**{column: today})
    return ngettext("%(n)s reminder", "%(n)s reminders", number) % {"n": number} if number else ""


@transaction.atomic
def withdraw_link(*, request):
    """Close the link of a request, those it was handed on to, and mails still in the queue."""
    links.withdraw(request.link)
    withdraw_about(request.mail_key)


@transaction.atomic
def new_link(*, request, email=None, version=None):
    """Close the link and mail a new one, to another address if one is given. What was written stays.

    Raises ValidationError when the round is closed, nothing is open, or the address is asked already in this round.
    """
    request = lock(request, version)
    if request.round.state != State.SENT:
        raise ValidationError(_("This round is not running."), code="state")
    measures = open_measures(request)
    if not measures:
        raise ValidationError(_("Everything has been answered."), code="state")
    if email and email.lower() != request.email.lower():
        if request.round.requests.filter(email__iexact=email).exclude(pk=request.pk).exists():
            raise ValidationError({"email": _("This address is asked already in this round.")}, code="twice")
        request.email, request.person = email, None
    withdraw_link(request=request)
    deadline = max(request.round.deadline, timezone.localdate() + datetime.timedelta(days=7))
    request.link = links.issue(
        purpose=PURPOSE, subject=subject_of(request.round), expires_at=link_deadline(deadline), holder=request.name
    )
    request.save()
    _mail("measures.progress_request", request, measures)
    return request


@transaction.atomic
def hand_on(*, request, link, name, email):
    """Mail a colleague a link of their own to the same measures; the recipient's own keeps working.

    Raises ValidationError when it was handed on too often.
    """
    if request.link.handed_on_to.count() >= MAX_HANDED_ON:
        raise ValidationError(_("This link has been handed on often enough. Please ask the office."), code="often")
    child = links.issue(
        purpose=PURPOSE,
        subject=request.link.subject,
        expires_at=link.expires_at,
        holder=name,
        handed_on_from=request.link,
    )
    _mail(
        "measures.progress_handed_on", request, open_measures(request), to=email, link=child, name=name, by=link.holder
    )
    return child


@transaction.atomic
def tell_returned(*, report, comment):
    """Mail whoever reported that something is missing. Returns the mail, None when nobody can be told.

    A link that no longer works is replaced, so that the answer can be given.
    """
    request = report.request
    if request is None:
        return None
    if request.link.withdrawn_at:
        return None
    if request.link.expires_at < timezone.now() + datetime.timedelta(days=7):
        request.link.expires_at = timezone.now() + datetime.timedelta(days=14)
        request.link.save(update_fields=["expires_at"])
    return _mail("measures.progress_returned", request, [report.measure], comment=comment)


@transaction.atomic
def close_round(*, round, version=None):
    """End a round: links no longer open, mails in the queue are not sent. What was handed in stays. May be reopened."""
    row = lock(round, version)
    if row.state != State.SENT:
        raise ValidationError(_("This round is not running."), code="state")
    for request in row.requests.select_related("link"):
        withdraw_link(request=request)
    row.state = State.CLOSED
    row.save()
    return row


@transaction.atomic
def save_round(*, round, version=None, measures=None):
    """Save a round from a validated instance, with its measures where they are given.

    A later deadline of a running round keeps its links open as long. Raises StaleObject if somebody saved since
    `version`, ValidationError for a closed round.
    """
    if round.pk:
        before = lock(round, version)
        if before.state == State.CLOSED:
            raise ValidationError(_("This round is closed."), code="state")
    round.save()
    if measures is not None:
        round.measures.set(measures)
    if round.state == State.SENT:
        expires = link_deadline(round.deadline)
        rows = PersonalLink.objects.filter(
            purpose=PURPOSE, subject=subject_of(round), withdrawn_at__isnull=True, expires_at__lt=expires
        )
        for link in rows:
            link.expires_at = expires
            link.save(update_fields=["expires_at"])
    return round


@transaction.atomic
def choose_measures(*, round, add=(), remove=()):
    """Add measures to a round and take others out. Raises ValidationError once it has been sent."""
    row = lock(round, None)
    if row.state != State.DRAFT:
        raise ValidationError(_("This round has been sent already."), code="state")
    row.measures.add(*add)
    row.measures.remove(*remove)


def accept_plain(*, round, by):
    """Accept every report of a round that holds nothing to decide, each in its own transaction; returns how many.

    One that another person is looking at meanwhile is left to them.
    """
    number = 0
    waiting = ProgressReport.objects.filter(request__round=round).waiting().select_related("measure")
    for report in waiting:
        if report.is_plain:
            try:
                accept_report(report=report, by=by, version=report.version)
            except (StaleObject, ValidationError):
                continue
            number += 1
    return number
