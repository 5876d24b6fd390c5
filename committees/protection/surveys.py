"""Surveys of dates: who was asked, and which dates suit them."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.display import format_day
from integration_portal.core.personal import DueList, Fate, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from ..models import DateSurvey, SurveyParticipant
from ..services import surveys
from .common import OFFICE, TASK, rows_of, some

#: After so many days nobody needs to know whom which date suited.
DAYS_KEPT = 180


def _participants(subject):
    return rows_of(subject, SurveyParticipant.objects.select_related("survey__committee", "link"))


def find(subject, user):
    return [
        piece_of(
            row,
            ("survey", "answered_at", "note"),
            more=[
                (surveys.option_words(answer.option), answer.get_choice_display())
                for answer in row.answers.select_related("option")
            ],
        )
        for row in _participants(subject)
    ]


def erase(subject, erasing):
    rows = list(_participants(subject))
    for row in rows:
        surveys.remove_participant(participant=row)
    return some(Fate.ERASED, _("Answers to surveys of dates, with the link"), len(rows))


def long_over(on, user):
    """Surveys whose last day lies so long ago that nobody needs the answers."""
    limit = on - datetime.timedelta(days=DAYS_KEPT)
    return DateSurvey.objects.visible_inside(user).filter(closes_on__lt=limit).order_by("closes_on", "pk")


def _why(survey):
    text = _("Answers were taken until %(day)s") % {"day": format_day(survey.closes_on)}
    return survey.title, text, survey.get_absolute_url()


SOURCE = PersonalSource(
    "committees.surveys", gettext_lazy("Surveys of dates"), 30,
    purpose=gettext_lazy("A date is found that suits most."),
    people=gettext_lazy("Members of committees and others who are asked."),
    data=gettext_lazy("Which dates suit somebody, message to the office, personal link."),
    basis=TASK, recipients=OFFICE,
    kept=gettext_lazy("Until the survey is deleted, or the person; after half a year it stands in the list of what is due."),
    find=find, erase=erase,
    due=(
        DueList(
            gettext_lazy("Surveys of dates that are over"),
            gettext_lazy("Delete surveys whose answers nobody needs any more."),
            long_over, _why,
        ),
    ),
)  # fmt: skip
