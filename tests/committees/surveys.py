"""Surveys of dates for tests: one with three members and two dates, and answers by link."""

import datetime

from committees.models import DateSurvey
from committees.services import surveys
from integration_portal.core import links
from tests.builders import make_person
from tests.builders_committees import at, make_committee, make_member

DATES = (
    (at("2026-12-03 17:00"), at("2026-12-03 19:00")),
    (at("2026-12-08 17:00"), None),
)


def make_survey(*names, emails=True, dates=DATES, **values):
    """A draft until 30 November 2026; its committee has a member of each name."""
    committee = make_committee("Beirat für Migration")
    for number, name in enumerate(names or ("Muster", "Beispiel", "Öztürk")):
        email = f"{number}@example.org" if emails else ""
        make_member(committee, person=make_person(name, first_name="Mara", email=email))
    values = {"title": "Termin im Dezember", "closes_on": datetime.date(2026, 11, 30), **values}
    return surveys.save_survey(survey=DateSurvey(committee=committee, **values), options=list(dates))


def make_running(*names, **values):
    """A survey that has been started."""
    survey = make_survey(*names, **values)
    surveys.start_survey(survey=survey)
    survey.refresh_from_db()
    return survey


def asked(survey, last_name):
    """Who of this name is asked."""
    return survey.participants.select_related("link", "person").get(person__last_name=last_name)


def path(participant):
    """The address of the personal link."""
    return links.path_of(participant.link)


def typed(survey, *choices, note=""):
    """What the form of an answer sends."""
    pairs = zip(survey.options.all(), choices, strict=False)
    return {f"date_{option.pk}": choice for option, choice in pairs} | {"note": note}
