"""Demo data of confirming details by link, proposed changes and the pages of a partner."""

import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from actors.models import ConfirmationRound
from actors.services import confirmation, proposals

TITLE = "Stimmen die Angaben noch?"
TEXT = "Einmal im Jahr fragen wir alle im Netzwerk, ob ihr Eintrag noch stimmt."
#: How many of the actors are asked in the running round; every fifth of the others was confirmed long ago or never.
ASKED = 9


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    today, office = timezone.localdate(), accounts["office"]
    rows = sorted(actors.values(), key=lambda actor: actor.pk)
    own = [actor for actor in rows if actor.representatives.exists()]
    for number, actor in enumerate(rows[ASKED:]):
        if number % 5:
            proposals.confirm_actor(actor=actor, on=today - relativedelta(months=number % 11))
        elif number % 2:
            proposals.confirm_actor(actor=actor, on=today - relativedelta(months=15 + number % 7))
    row = confirmation.save_round(
        round=ConfirmationRound(title=TITLE, text=TEXT, deadline=today + datetime.timedelta(days=14), created_by=office)
    )
    requests, _without = confirmation.ask(round=row, actors=rows[:ASKED])
    for request in requests[:3]:
        confirmation.confirm_as_is(request=request, version=None, actor_version=None)
    _correct(requests[3], phone="03447 000-900", description="Beratung, Kurse und offene Treffs für alle.")
    _correct(requests[4], street="Musterplatz 7", remark="Ab Januar gibt es einen Sprachtreff am Mittwoch.")
    confirmation.ask_for_removal(request=requests[5], remark="Wir sind zum Jahresende nicht mehr tätig.", version=None)
    for actor in own[:1]:
        confirmation.answer_with_account(
            actor=actor, by=accounts["contributor"], changes={"website": (actor.website, "https://neu.example.org/")}
        )


def _correct(request, **values):
    changes = {name: (getattr(request.actor, name, ""), value) for name, value in values.items()}
    confirmation.send_corrections(request=request, changes=changes, version=None)
