"""The process of an update: mandate, phases, groups, survey of needs, log."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.site import absolute
from integration_portal.core.slugs import unique_slug

from ..models import NeedsAnswer, NeedsRequest, NeedsSurvey, ProcessGroup, ProcessPhase, UpdateProcess

#: What personal links of a survey of needs are registered as.
NEEDS = "concept.needs"


def _store(row, data, version):
    """Set values on a new row, or on one that is as it was at `version`; check and save it. Raises StaleObject, ValidationError."""
    row = lock(row, version) if row.pk else row
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def save_process(*, process, data, version=None):
    """Store a new update (with its `concept` set) or changes of one; return the row. Raises StaleObject, ValidationError."""
    process.slug = process.slug or unique_slug(UpdateProcess, data["title"], max_length=80)
    revision = data.get("revision")
    if revision is not None and revision.concept_id != process.concept_id:
        raise ValidationError({"revision": _("This revision belongs to another concept.")})
    return _store(process, data, version)


@transaction.atomic
def publish(*, process, is_published=True):
    """Show an update to everyone, or take it back. Raises ValidationError without a phase to show."""
    row = UpdateProcess.objects.select_for_update(of=("self",)).get(pk=process.pk)
    if is_published and not row.phases.exists():
        raise ValidationError(_("Please enter the phases first."), code="phases")
    if row.is_published != is_published:
        row.is_published = is_published
        row.save()
    return row


@transaction.atomic
def delete_process(*, process):
    """Delete an update with its phases, groups and log. Raises ValidationError while it is public, or when somebody has answered."""
    row = UpdateProcess.objects.select_for_update(of=("self",)).get(pk=process.pk)
    if row.is_published:
        raise ValidationError(_("It is public. Please take it back first."), code="public")
    if NeedsRequest.objects.filter(survey__process=row, answered_on__isnull=False).exists():
        raise ValidationError(_("There are answers about needs. They are kept as evidence."), code="answers")
    for survey in row.surveys.all():
        _forget(survey.requests.all())
    row.delete()


@transaction.atomic
def save_phase(*, phase, data, version=None):
    """Store a phase (a new one with its `process` set); return the row. Raises StaleObject, ValidationError."""
    return _store(phase, data, version)


@transaction.atomic
def set_done(*, phase, is_done):
    """Mark a phase as done today, or as open again."""
    row = ProcessPhase.objects.select_for_update(of=("self",)).get(pk=phase.pk)
    if (row.done_on is not None) != is_done:
        row.done_on = timezone.localdate() if is_done else None
        row.save()
    return row


@transaction.atomic
def add_group(*, process, data):
    """Name a committee as a working group of an update; return the row. Raises ValidationError for one that is there."""
    row = ProcessGroup(process=process, **data)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def save_participation(*, entry, data, version=None):
    """Store an entry of the log (a new one with its `process` set). Raises StaleObject, and ValidationError for a day to come."""
    if data["happened_on"] > timezone.localdate():
        raise ValidationError({"happened_on": _("This day is still to come.")})
    return _store(entry, data, version)


# --- survey of needs ------------------------------------------------------------------------------------------------------
@transaction.atomic
def save_survey(*, survey, data, version=None):
    """Store a survey (a new one with its `process` set) with its fields; return the row. Raises StaleObject, ValidationError.

    A field that somebody has answered about stays.
    """
    fields = list(data.pop("fields"))
    answered = NeedsAnswer.objects.filter(request__survey=survey) if survey.pk else NeedsAnswer.objects.none()
    lost = answered.exclude(field__in=fields).select_related("field").first()
    if lost is not None:
        raise ValidationError(
            {"fields": _("There are answers about “%(field)s” already; the field has to stay.") % {"field": lost.field}}
        )
    row = _store(survey, data, version)
    row.fields.set(fields)
    return row


@transaction.atomic
def ask(*, survey, name, email, actor=None):
    """Ask somebody by personal link; the same address once. Returns the request. Raises ValidationError when it is over."""
    row = NeedsSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if row.is_over():
        raise ValidationError(_("The survey is over."), code="over")
    have = row.requests.filter(email__iexact=email).first()
    if have:
        return have
    end = datetime.datetime.combine(row.ends_on + datetime.timedelta(days=1), datetime.time())
    link = links.issue(
        purpose=NEEDS, subject=f"concept.needssurvey:{row.pk}", holder=name or email,
        expires_at=timezone.make_aware(end) + datetime.timedelta(days=90),
    )  # fmt: skip
    request = NeedsRequest.objects.create(survey=row, name=name, email=email, actor=actor, link=link)
    queue_mail(
        kind="concept.needs",
        to=email,
        values={
            "name": name,
            "title": row.title,
            "intro": row.intro,
            "deadline": format_day(row.ends_on),
            "link": absolute(links.path_of(link)),
        },
        about=mail_key(request),
    )
    return request


def mail_key(request):
    """Under which the mail to somebody who was asked is found in the queue."""
    return f"concept.needs:{request.pk}"


def _forget(requests):
    for request in requests:
        withdraw_about(mail_key(request))
        if request.link_id:
            links.withdraw(request.link)
        request.delete()


@transaction.atomic
def withdraw(*, request):
    """Take back a question that has not been answered: its link stops working. Raises ValidationError for an answered one."""
    row = NeedsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.answered_on:
        raise ValidationError(_("This question has been answered."), code="answered")
    _forget([row])


@transaction.atomic
def answer(*, request, answers, on=None):
    """Store what somebody says about the fields: {field: {"urgency", "need", "proposal"}}; it can be changed until the last day.

    Fields with nothing said are left out. Returns how many fields have an answer. Raises ValidationError when it is over, and
    when nothing is said at all.
    """
    row = NeedsRequest.objects.select_for_update(of=("self",)).select_related("survey").get(pk=request.pk)
    day = on or timezone.localdate()
    if row.survey.is_over(day):
        raise ValidationError(
            _("Answers were taken until %(day)s. Yours has not been sent.") % {"day": format_day(row.survey.ends_on)},
            code="late",
        )
    said = {field: values for field, values in answers.items() if any(value.strip() for value in values.values())}
    if not said:
        raise ValidationError(_("Please answer for at least one field."), code="empty")
    row.answers.exclude(field__in=[field.pk for field in said]).delete()
    for field, values in said.items():
        NeedsAnswer.objects.update_or_create(
            request=row, field=field, defaults={name: value.strip() for name, value in values.items()}
        )
    row.answered_on = row.answered_on or day
    row.save()
    return len(said)
