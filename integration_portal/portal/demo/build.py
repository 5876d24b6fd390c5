"""The demo as a whole: settings, framework, goals, network, accounts, measures, in this order."""

import random
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, Person
from fields_of_action import loading
from fields_of_action.models import FieldOfAction
from integration_portal.core import audit
from integration_portal.core.models import SiteSettings, User
from integration_portal.core.site import save_settings
from measures.models import Measure

from . import (
    committees_meetings,
    committees_members,
    committees_oparl,
    committees_papers,
    committees_session,
    committees_surveys,
    concept,
    network_advisory,
    network_confirmation,
    network_mailing,
    network_merging,
    network_network,
    network_organisations,
    network_pictures,
    network_protection,
)
from .bulk import BulkMaker
from .coordination import make_coordination
from .events import make_events
from .funding import make_funding
from .ideas import ACCEPTED, make_ideas
from .indicators import make_indicators
from .measures import MeasureMaker, make_goals
from .network import address_of, make_accounts, make_actors, make_people, present_actors
from .texts import WITH_QUESTIONS_FROM, ideas, read

#: The parts of the network, in the order in which one needs the other.
NETWORK = (
    network_organisations,
    network_protection,
    network_network,
    network_advisory,
    network_confirmation,
    network_mailing,
    network_pictures,
    network_merging,
)
#: The parts of the committees, in the order in which one needs the other.
COMMITTEES = (
    committees_members,
    committees_papers,
    committees_session,
    committees_meetings,
    committees_surveys,
    committees_oparl,
    concept,
)
#: As many measures are written by hand.
WRITTEN = 64


@dataclass
class Report:
    """What was made, and the logins (role, e-mail, password) of a first run."""

    measures: int = 0
    actors: int = 0
    persons: int = 0
    logins: list[tuple[str, str, str]] = field(default_factory=list)


def is_empty():
    """Whether nothing has been entered yet: no accounts, actors, persons or measures."""
    return not any(model.objects.exists() for model in (User, Measure, Actor, Person))


def is_demo():
    """Whether the database holds sample data already."""
    return SiteSettings.load().demo_mode


def build(*, number, seed, progress):
    """Fill the database up to `number` measures. `progress(done, total, what)` is called on the way.

    On an empty database everything is made; on one with sample data only the missing measures. Raises
    ValidationError when the database holds anything else.
    """
    if not is_empty() and not is_demo():
        raise ValidationError(_("This database holds data that is not sample data. Nothing was changed."))
    report = Report()
    with override("de"), audit.source("command", path="demo_data"):
        if is_empty():
            _first(report, number, seed, progress)
        _top_up(report, number, seed, progress)
    return report


def _fields():
    return {row.number: row for row in FieldOfAction.objects.in_force().select_related("framework")}


@transaction.atomic
def _first(report, number, seed, progress):
    """Settings, framework, network, accounts and the written measures: all or nothing."""
    loading.load_framework(data=loading.read_file(loading.PLILA))
    loading.load_municipalities()
    save_settings(data=read("settings.toml") | {"demo_mode": True}, version=SiteSettings.load().version)
    fields = _fields()
    goals = make_goals(fields)
    actors = make_actors(fields)
    people = make_people(actors)
    report.persons = len(people)
    accounts, report.logins = make_accounts(actors)
    maker = MeasureMaker(actors=actors, fields=fields, goals=goals, accounts=accounts)
    accepting = number >= WITH_QUESTIONS_FROM
    total = len(ideas(min(number - ACCEPTED * accepting, WRITTEN)))

    def step():
        report.measures += 1
        progress(report.measures, number, "measures")

    maker.make_all(total, step)
    make_coordination(accounts)
    make_events(actors)
    make_funding()
    make_ideas(accounts, accepting=accepting)
    report.measures += ACCEPTED * accepting
    make_indicators(accounts)
    for part in (*NETWORK, *COMMITTEES):
        part.make(actors, people, accounts)
    report.actors = Actor.objects.count()


def _top_up(report, number, seed, progress):
    """Further measures in bulk until there are `number`."""
    missing = number - Measure.objects.count()
    if missing <= 0:
        return
    actors = present_actors()
    accounts = {
        "office": User.objects.filter(email=address_of("Mara Muster")).first(),
        "colleague": User.objects.filter(email=address_of("Kim Beispiel")).first(),
    }
    if not actors:
        raise ValidationError(_("The sample organisations are gone. Start with an empty database."))
    maker = BulkMaker(actors=actors, fields=_fields(), accounts=accounts, random=random.Random(seed + missing))  # noqa: S311

    def step(made):
        report.measures += made
        progress(Measure.objects.count(), number, "measures")

    maker.make_all(missing, step)
