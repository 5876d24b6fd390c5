"""OParl: the first page of a list with 10,000 meetings and 100,000 agenda items, against a tenth of them."""

import time
import uuid

from django.test import Client
from django.utils import timezone

from committees.models import PublicObject
from committees.oparl.kinds import BODY, ref
from committees.oparl.sync import ROWS

from . import Figure

MEETINGS = 10_000
ITEMS = 10


def _fill(number):
    """Public objects alone: what the lists read."""
    now = timezone.now().replace(microsecond=0)

    def made(kind, key, data):
        return PublicObject(kind=kind, key=key, created=now, modified=now, digest="x", data=data)

    def block():
        meeting = uuid.uuid4()
        return [
            made("AgendaItem", uuid.uuid4(), {"meeting": ref("Meeting", meeting), "name": "Punkt", "order": order})
            for order in range(ITEMS)
        ]

    for _block in range(number // 100):
        agendas = [block() for _meeting in range(100)]
        PublicObject.objects.bulk_create(item for agenda in agendas for item in agenda)
        PublicObject.objects.bulk_create(_outer(made, agenda) for agenda in agendas)


def _outer(made, agenda):
    data = {"name": "Sitzung", "agendaItem": [{"embed": f"AgendaItem/{item.key}"} for item in agenda]}
    key = uuid.UUID(agenda[0].data["meeting"]["ref"].partition("/")[2])
    return made("Meeting", key, data | {ROWS: [item.pk for item in agenda]})


def _best(address):
    """Milliseconds of the quickest of seven requests."""
    client, best = Client(), []
    for _time in range(7):
        start = time.perf_counter()
        response = client.get(address)
        best.append(time.perf_counter() - start)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")
    return min(best) * 1000


def lists():
    """Times of the first page of two lists, and how many times those with a tenth of the objects."""
    names = {"meeting": "meetings", "agendaItem": "agenda items"}
    _fill(MEETINGS // 10)
    small = {name: _best(f"/oparl/v1.1/body/{BODY}/{name}") for name in names}
    _fill(MEETINGS - MEETINGS // 10)
    for name, words in names.items():
        large = _best(f"/oparl/v1.1/body/{BODY}/{name}")
        count = MEETINGS * (ITEMS if name == "agendaItem" else 1)
        yield Figure(f"OParl: first page of {count:,} {words}", large, None, "ms")
        yield Figure(f"OParl: the same against a tenth of the {words}", large / small[name], 1.5, "times", 2)
