"""Two people who enter a measure in the same field at the same moment get two numbers, and neither gets an error."""

import threading

import pytest
from django.db import connection

from measures.models import Measure
from measures.services import create_measure
from tests.builders import make_field


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_get_ten_numbers():
    field = make_field(number=3)
    start, failures = threading.Barrier(10), []

    def enter(position):
        try:
            start.wait()
            create_measure(data={"title": f"Maßnahme {position}"}, field=field)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[position]) for position in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = sorted(int(measure.number.split(".")[1]) for measure in Measure.objects.with_placements())
    assert numbers == list(range(1, 11))
