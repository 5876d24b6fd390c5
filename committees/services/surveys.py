"""Surveys of dates: preparing, asking by personal link, answers, and what becomes of them.

Whoever is asked gets one link and, with an e-mail address, one mail; both are written in the transaction that starts the survey, so
everybody is asked or nobody. Answers are taken until the end of the closing day, while the survey runs.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import Mail, SiteSettings
from integration_portal.core.site import absolute

from ..mails_surveys import REMINDER, REQUEST
from ..members import in_office
from ..models import DateSurvey, SurveyAnswer, SurveyOption, SurveyParticipant
from . import meetings

PURPOSE = "committees.survey"
MOST_DATES = 10
State = DateSurvey.State


def mail_key(participant):
    """Under which the mails to somebody who is asked are found in the queue."""
    return f"committees.surveyparticipant:{participant.pk}"


def link_end(survey):
    """Until when links work: the end of the closing day."""
    return timezone.make_aware(
        datetime.datetime.combine(survey.closes_on + datetime.timedelta(days=1), datetime.time.min)
    )


def option_words(option):
    """A date with its weekday and times, in the active language."""
    start = timezone.localtime(option.starts_at)
    words = f"{formats.date_format(start, 'l')}, {format_day(start.date())}, {formats.date_format(start, 'H:i')}"
    if option.ends_at is None:
        return words
    end = timezone.localtime(option.ends_at)
    day = "" if end.date() == start.date() else f"{format_day(end.date())}, "
    return f"{words}–{day}{formats.date_format(end, 'H:i')}"


def participant_of(link):
    """Who is asked by a link, with the survey; None when they were taken out of it."""
    rows = SurveyParticipant.objects.filter(link=link).select_related("survey__committee", "person", "link")
    return rows.first()


def takes_answers(survey, today=None):
    """Whether answers are taken today."""
    return survey.state == State.OPEN and (today or timezone.localdate()) <= survey.closes_on


def _require(survey, *states):
    if survey.state not in states:
        raise ValidationError(
            _("This cannot be done: the survey is “%(state)s”.") % {"state": survey.get_state_display()}, code="state"
        )


def _check_closing_day(day):
    if day < timezone.localdate():
        raise ValidationError({"closes_on": _("The last day for answers lies in the past.")})


# --- the office -------------------------------------------------------------------------------------
@transaction.atomic
def save_survey(*, survey, options, version=None, by=None):
    """Save a draft from a validated instance with its dates ((start, end or None), …); a new one asks the members in office.

    Raises StaleObject, and ValidationError once the survey has been started.
    """
    is_new = survey.pk is None
    if is_new:
        survey.created_by = by
    else:
        _require(lock(survey, version), State.DRAFT)
    if not options:
        raise ValidationError(_("Please name at least one date."), code="empty")
    if len(options) > MOST_DATES:
        raise ValidationError(_("At most %(most)d dates at once, please.") % {"most": MOST_DATES}, code="too_many")
    survey.save()
    wanted = dict(options)
    for option in survey.options.all():
        if option.starts_at not in wanted:
            option.delete()
        elif option.ends_at != (end := wanted.pop(option.starts_at)):
            option.ends_at = end
            option.save()
    for start, end in wanted.items():
        SurveyOption.objects.create(survey=survey, starts_at=start, ends_at=end)
    if is_new:
        for row in in_office(survey.committee, timezone.localdate()).filter(kind="member"):
            SurveyParticipant.objects.get_or_create(survey=survey, person=row.person)
    return survey


@transaction.atomic
def set_people(*, survey, persons):
    """Ask exactly these persons. Raises ValidationError once the survey has been started."""
    row = lock(survey, None)
    _require(row, State.DRAFT)
    wanted = {person.pk: person for person in persons}
    for participant in row.participants.all():
        if wanted.pop(participant.person_id, None) is None:
            participant.delete()
    for person in wanted.values():
        SurveyParticipant.objects.create(survey=row, person=person)
    return row


@transaction.atomic
def start_survey(*, survey, version=None):
    """Ask everybody: links for all, mails to those with an address. Returns (asked by mail, persons without an address).

    Raises StaleObject, and ValidationError when there is nobody to ask, no date, or the closing day has passed.
    """
    row = lock(survey, version)
    _require(row, State.DRAFT)
    _check_closing_day(row.closes_on)
    if not row.options.exists():
        raise ValidationError(_("Please name at least one date."), code="empty")
    participants = list(row.participants.select_related("person", "survey__committee"))
    if not participants:
        raise ValidationError(_("Please choose at least one person to ask."), code="nobody")
    row.state = State.OPEN
    row.save()
    asked, without = [], []
    for participant in participants:
        (asked if _ask(participant) else without).append(participant)
    return asked, without


def _ask(participant):
    """Give somebody a link and mail it. Returns whether there was an address."""
    participant.link = links.issue(
        purpose=PURPOSE,
        subject=f"committees.datesurvey:{participant.survey_id}:{participant.person_id}",
        expires_at=link_end(participant.survey),
        holder=participant.person.name,
    )
    participant.save()
    return _mail(REQUEST, participant)


def _mail(kind, participant):
    person, survey = participant.person, participant.survey
    if not person.email:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "name": person.name,
            "committee": str(survey.committee),
            "title": survey.title,
            "dates": "\n".join(f"– {option_words(option)}" for option in survey.options.all()),
            "deadline": format_day(survey.closes_on),
            "link": absolute(links.path_of(participant.link)),
        }
        if kind is REQUEST:
            values["text"] = survey.text.strip()
        queue_mail(
            kind=kind.key,
            to=person.email,
            values=values,
            about=mail_key(participant),
            reply_to=SiteSettings.load().email,
            expires_at=participant.link.expires_at,
        )
    return True


@transaction.atomic
def add_participant(*, survey, person):
    """Ask one more person; while the survey runs they get their link at once. Raises ValidationError for one asked already."""
    row = lock(survey, None)
    _require(row, State.DRAFT, State.OPEN)
    if row.participants.filter(person=person).exists():
        raise ValidationError({"person": _("This person is asked already.")})
    if row.state == State.OPEN:
        _check_closing_day(row.closes_on)
    participant = SurveyParticipant.objects.create(survey=row, person=person)
    if row.state == State.OPEN:
        _ask(participant)
    return participant


@transaction.atomic
def remove_participant(*, participant):
    """Take somebody out with their answers: the link no longer opens, mails that have not gone out are withdrawn."""
    lock(participant.survey, None)
    row = SurveyParticipant.objects.select_related("link").filter(pk=participant.pk).first()
    if row is None:
        raise ValidationError(_("This person is not asked any more."), code="gone")
    if row.link:
        links.withdraw(row.link)
    withdraw_about(mail_key(row))
    row.delete()


@transaction.atomic
def remind_open(*, survey):
    """Remind everybody who has not answered and has an address, at most once a day each; returns how many mails were written."""
    row = lock(survey, None)
    _require(row, State.OPEN)
    if not takes_answers(row):
        raise ValidationError(_("The last day for answers has passed. Please set another one first."), code="past")
    waiting = row.participants.filter(answered_at__isnull=True, link__withdrawn_at__isnull=True)
    waiting = list(waiting.exclude(person__email="").select_related("person", "link", "survey__committee"))
    today = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time.min))
    keys = [mail_key(participant) for participant in waiting]
    written = set(Mail.objects.filter(about__in=keys, created_at__gte=today).values_list("about", flat=True))
    return sum(_mail(REMINDER, participant) for participant in waiting if mail_key(participant) not in written)


@transaction.atomic
def close_survey(*, survey):
    """Take no more answers; mails that have not gone out are withdrawn."""
    row = lock(survey, None)
    _require(row, State.OPEN)
    return _close(row)


def _close(row):
    row.state = State.CLOSED
    row.save()
    withdraw_about(*(mail_key(participant) for participant in row.participants.all()))
    return row


@transaction.atomic
def extend_survey(*, survey, closes_on):
    """Take answers until another day; a closed survey runs again. Links work until then.

    Raises ValidationError for a day that has passed, a draft, and a survey that became a meeting.
    """
    row = lock(survey, None)
    _require(row, State.OPEN, State.CLOSED)
    if row.meeting_id:
        raise ValidationError(_("A meeting has been planned from this survey."), code="state")
    _check_closing_day(closes_on)
    row.closes_on, row.state = closes_on, State.OPEN
    row.save()
    expires = link_end(row)
    for participant in row.participants.filter(link__withdrawn_at__isnull=True).select_related("link"):
        participant.link.expires_at = expires
        participant.link.save(update_fields=["expires_at"])
    return row


@transaction.atomic
def make_meeting(*, survey, option, by=None):
    """Plan the meeting on one of the dates and close the survey; returns the meeting. Raises ValidationError, the second time too."""
    row = lock(survey, None)
    _require(row, State.OPEN, State.CLOSED)
    if row.meeting_id:
        raise ValidationError(_("A meeting has been planned from this survey."), code="twice")
    if option.survey_id != row.pk:
        raise ValidationError(_("This date does not belong to the survey."), code="option")
    row.meeting = meetings.plan_meeting(
        committee=row.committee, starts_at=option.starts_at, ends_at=option.ends_at, by=by
    )
    _close(row)
    return row.meeting


@transaction.atomic
def delete_survey(*, row):
    """Delete a survey that does not run, with its answers. Raises ValidationError for one that runs."""
    row = lock(row, None)
    _require(row, State.DRAFT, State.CLOSED)
    for participant in row.participants.select_related("link"):
        if participant.link:
            links.withdraw(participant.link)
    row.delete()


# --- who is asked -----------------------------------------------------------------------------------
@transaction.atomic
def answer(*, participant, choices, note=""):
    """Keep somebody's answers ({key of the date: "yes", "maybe" or "no"}), one to each date; they replace earlier ones.

    Raises ValidationError when no answers are taken any more, or a date is missing.
    """
    survey = lock(participant.survey, None)
    row = SurveyParticipant.objects.filter(pk=participant.pk).first()
    if row is None or not takes_answers(survey):
        raise ValidationError(_("No answers are taken any more."), code="closed")
    if set(choices) != set(survey.options.values_list("pk", flat=True)):
        raise ValidationError(_("The dates have changed meanwhile. Please look at them once more."), code="options")
    present = {one.option_id: one for one in row.answers.all()}
    for option, choice in choices.items():
        one = present.get(option) or SurveyAnswer(participant=row, option_id=option)
        if one.choice != choice:
            one.choice = choice
            one.save()
    row.answered_at, row.note = timezone.now(), note.strip()
    row.save()
    return row
