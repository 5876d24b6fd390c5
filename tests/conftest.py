"""Fixtures for all tests. Browser tests have theirs in tests/browser/conftest.py."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from integration_portal.core import triggers
from integration_portal.core.mail import sending

# A busy machine is no failure of a property: how fast examples are drawn says nothing about them.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

TODAY = datetime.date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="session", autouse=True)
def flush_despite_triggers():
    """Let transactional tests empty their tables: the append-only triggers step aside for that moment only."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self):
        aliases = list(self._databases_names(include_mirrors=False))
        for alias in aliases:
            triggers.drop_all(connections[alias])
        try:
            original(self)
        finally:
            for alias in aliases:
                triggers.install_all(connections[alias])

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def nobody_has_tried_anything():
    """Counters of attempts live in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_german():
    """Every test starts in German, whatever language the one before it left behind."""
    translation.activate("de")
    yield
    translation.activate("de")


@pytest.fixture
def freeze():
    """`freeze()` stops the clock at noon of 23 November 2026; `freeze("2026-12-01 08:00")` at that Berlin time.

    The clock ticks on from there, so that time-outs still work. May be called again to travel.
    """
    travellers = []

    def to(moment="2026-11-23 12:00"):
        for traveller in travellers:
            traveller.stop()
        travellers.clear()
        if isinstance(moment, str):
            moment = datetime.datetime.fromisoformat(moment)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=BERLIN)
        traveller = time_machine.travel(moment, tick=True)
        traveller.start()
        travellers.append(traveller)
        return moment

    yield to
    for traveller in travellers:
        traveller.stop()


@pytest.fixture
def deliver():
    """`deliver()` sends what is in the mail queue, as `run_due` does, and returns all messages sent so far."""

    def send():
        sending.send_due()
        return mail.outbox

    return send
