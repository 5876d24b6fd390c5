"""Consultations: opening them, taking statements, moderating, assessing, answering."""

import datetime
import hashlib
import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments, links
from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.site import absolute
from integration_portal.core.slugs import unique_slug

from ..models import Consultation, ConsultationInvitation, Statement
from ..querysets_consultation import COUNTING
from .states import open_revision

#: What personal links are registered as: confirming a statement, and writing one as an invited actor.
CONFIRM, INVITED = "concept.statement", "concept.consultation"
CONFIRM_DAYS = 14
RESERVED_SLUGS = ("danke",)
State = Statement.State


def digest_of(text):
    """What tells the same statement again, whatever its spaces and capitals."""
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().casefold().encode()).hexdigest()


@transaction.atomic
def save_consultation(*, consultation, data, version=None):
    """Store a new consultation (with its `revision` set) or changes of one; return the row. Raises StaleObject, ValidationError."""
    row = lock(consultation, version) if consultation.pk else consultation
    if not row.pk:
        open_revision(row.revision)
    for name, value in data.items():
        setattr(row, name, value)
    row.slug = row.slug or unique_slug(Consultation, row.title, max_length=80, taken=RESERVED_SLUGS)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def publish(*, consultation, is_published=True):
    """Show a consultation to everyone, or take it back. Raises ValidationError while its revision is not public."""
    row = Consultation.objects.select_for_update(of=("self",)).select_related("revision").get(pk=consultation.pk)
    if is_published and row.revision.published_on is None:
        raise ValidationError(_("Please show the revision to the public first."), code="revision")
    if not is_published and row.results_published_on:
        raise ValidationError(_("The results are public. Please take them back first."), code="results")
    if row.is_published != is_published:
        row.is_published = is_published
        row.save()
    return row


@transaction.atomic
def publish_results(*, consultation, is_published=True):
    """Show the assessment to everyone, or take it back.

    Raises ValidationError before the last day has passed, and while statements are not moderated or assessed.
    """
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if not is_published:
        row.results_published_on = None
        row.save()
        return row
    if not row.is_over():
        raise ValidationError(_("Statements are still taken."), code="open")
    if not row.is_published:
        raise ValidationError(_("Please publish the consultation first."), code="hidden")
    if row.statements.to_assess().exists():
        raise ValidationError(_("Not all statements are assessed yet."), code="assess")
    if row.statements.filter(state=State.WAITING).exists():
        raise ValidationError(_("Please look at all statements first: are they public?"), code="waiting")
    if row.results_published_on is None:
        row.results_published_on = timezone.localdate()
        row.save()
    return row


# --- taking statements --------------------------------------------------------------------------------------------
def refuse_if_closed(consultation, on=None):
    """Raise ValidationError with the day when no statements are taken on a day (today)."""
    day = on or timezone.localdate()
    if day < consultation.starts_on:
        raise ValidationError(
            _("Statements are taken from %(day)s on.") % {"day": format_day(consultation.starts_on)}, code="early"
        )
    if day > consultation.ends_on:
        raise ValidationError(
            _("Statements were taken until %(day)s. Your text has not been sent.")
            % {"day": format_day(consultation.ends_on)},
            code="late",
        )


def _number(row):
    highest = Statement.objects.filter(consultation=row.consultation_id).aggregate(highest=Max("number"))["highest"]
    row.number = (highest or 0) + 1


def _made(consultation, data, **values):
    row = Statement(consultation=consultation, **data, **values)
    row.digest = digest_of(row.text)
    if row.section is not None and row.section.revision_id != consultation.revision_id:
        raise ValidationError({"section": _("This section belongs to another revision.")})
    row.full_clean(exclude=["number", "link"], validate_constraints=False)
    return row


@transaction.atomic
def hand_in(*, consultation, data, uploads=()):
    """Take a statement by the form of the website; it counts once the address is confirmed. Returns it, or None for one sent already.

    The same text from the same address is taken once: sending it again writes one more mail while it is unconfirmed, none
    after. Raises ValidationError out of the period, for an invited consultation, and for files that are refused.
    """
    refuse_if_closed(consultation)
    if consultation.audience != Consultation.Audience.PUBLIC:
        raise ValidationError(_("Statements are taken from those who were invited."), code="invited")
    row = _made(
        consultation, data, channel=Statement.Channel.FORM, state=State.UNCONFIRMED, received_on=timezone.localdate()
    )
    if Statement.objects.filter(consultation=consultation, email=row.email, digest=row.digest).exists():
        return None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same one at the same moment
        return None
    for upload in uploads:
        attachments.attach(owner=row, upload=upload, is_public=False)
    expires = timezone.now() + datetime.timedelta(days=CONFIRM_DAYS)
    row.link = links.issue(purpose=CONFIRM, subject=f"concept.statement:{row.pk}", holder=row.email, expires_at=expires)
    row.save()
    queue_mail(
        kind="concept.statement_confirm",
        to=row.email,
        values={
            "name": row.name or row.email,
            "title": consultation.title,
            "link": absolute(links.path_of(row.link)),
            "deadline": format_day(timezone.localdate(expires)),
        },
        about=mail_key(row),
    )
    return row


def mail_key(statement):
    """Under which the mails about a statement are found in the queue."""
    return f"concept.statement:{statement.pk}"


@transaction.atomic
def confirm(*, statement):
    """Make a statement count: its address is confirmed. Twice changes nothing."""
    Consultation.objects.select_for_update().get(pk=statement.consultation_id)
    row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if row.state == State.UNCONFIRMED:
        _number(row)
        row.state = State.WAITING
        row.save()
    return row


@transaction.atomic
def take_in(*, consultation, data, channel, by=None, uploads=()):
    """Store a statement by letter, at a hearing or by personal link; it counts at once. Returns it, or the one that is the same.

    `data` may hold `received_on`. By link it is refused out of the period; the office may enter later what came in time.
    """
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    if channel == Statement.Channel.LINK:
        refuse_if_closed(consultation)
    data = {"received_on": timezone.localdate(), **data}
    if data["received_on"] > timezone.localdate():
        raise ValidationError({"received_on": _("This day is still to come.")})
    row = _made(consultation, data, channel=channel, state=State.WAITING)
    if row.email:
        same = Statement.objects.filter(consultation=consultation, email=row.email, digest=row.digest).first()
        if same:
            return confirm(statement=same)
    _number(row)
    row.save()
    for upload in uploads:
        attachments.attach(owner=row, upload=upload, by=by, is_public=False)
    return row


@transaction.atomic
def invite(*, consultation, name, email, actor=None):
    """Invite somebody by personal link; the same address once. Returns the invitation. Raises ValidationError when it is over."""
    if consultation.is_over():
        raise ValidationError(_("The consultation is over."), code="over")
    have = ConsultationInvitation.objects.filter(consultation=consultation, email=email).first()
    if have:
        return have
    end = datetime.datetime.combine(consultation.ends_on + datetime.timedelta(days=1), datetime.time())
    link = links.issue(
        purpose=INVITED,
        subject=f"concept.consultation:{consultation.pk}",
        holder=name or email,
        expires_at=timezone.make_aware(end) + datetime.timedelta(days=90),
    )
    row = ConsultationInvitation.objects.create(
        consultation=consultation, name=name, email=email, actor=actor, link=link
    )
    queue_mail(
        kind="concept.consultation_invitation",
        to=email,
        values={
            "name": name,
            "title": consultation.title,
            "intro": consultation.intro,
            "deadline": format_day(consultation.ends_on),
            "link": absolute(links.path_of(link)),
        },
        about=f"concept.consultation:{consultation.pk}",
    )
    return row


# --- moderating and assessing ---------------------------------------------------------------------------------------
@transaction.atomic
def moderate(*, statements, state):
    """Say whether statements are public, count without being public, or are none at all. Returns how many changed."""
    if state not in (State.SHOWN, State.INTERNAL, State.REJECTED):
        raise ValidationError(_("This step is not possible from here."), code="step")
    changed = 0
    rows = Statement.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in statements])
    for row in rows.exclude(state=State.UNCONFIRMED):
        if row.state != state:
            row.state = state
            row.save()
            changed += 1
    return changed


@transaction.atomic
def assess(*, statements, result, reason, by, changed_section=None, version=None):
    """Assess a statement, or several that are answered together: the first one keeps the reasoning, the others refer to it.

    Returns the first one. Raises ValidationError without a needed reason, for statements of several consultations, and for
    those that do not count; StaleObject when a single one was saved since `version`.
    """
    keys = [row.pk for row in statements]
    rows = list(Statement.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("number"))
    if not rows:
        raise ValidationError(_("Please choose at least one statement."), code="none")
    if version is not None and len(rows) == 1:
        lock(rows[0], version)
    if len({row.consultation_id for row in rows}) > 1:
        raise ValidationError(_("These statements belong to different consultations."), code="other")
    if any(row.state not in COUNTING for row in rows):
        raise ValidationError(_("One of these statements is not confirmed or was thrown out."), code="state")
    first = rows[0]
    for row in rows:
        row.result, row.reason, row.changed_section = result, reason.strip(), changed_section
        row.assessed_by, row.assessed_on = by, timezone.localdate()
        row.same_as = first if row.pk != first.pk else None
        row.full_clean(exclude=["link"])
        row.save()
    return first


@transaction.atomic
def answer_all(*, consultation):
    """Write to everyone whose statement is assessed and who gave an address, once. Returns how many mails were queued."""
    rows = Statement.objects.select_for_update(of=("self",)).filter(consultation=consultation, answered_at__isnull=True)
    written = 0
    for row in rows.counting().exclude(result="").exclude(email=""):
        queue_mail(
            kind="concept.statement_answer",
            to=row.email,
            values={
                "name": row.name or row.email,
                "title": consultation.title,
                "number": str(row),
                "result": str(row.get_result_display()),
                "reason": row.reason,
            },
            about=mail_key(row),
        )
        row.answered_at = timezone.now()
        row.save()
        written += 1
    return written
