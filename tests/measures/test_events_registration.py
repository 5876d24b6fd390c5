"""Registration for events: places, waiting list, signing off by link, reminders, forgetting."""

import datetime
import threading

import pytest
from auditlog.models import LogEntry
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from integration_portal.core import due
from integration_portal.core.models import Mail, PersonalLink
from measures.models import EventRegistration
from measures.services import events, registrations
from tests.builders import make_event, make_registration

pytestmark = pytest.mark.django_db
State = EventRegistration.State


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026, and nobody has tried anything yet."""
    freeze()
    cache.clear()


def training(**values):
    values = {"published": True, "takes_registrations": True, "kind": "training", **values}
    return make_event("Schulung für Ärzte", **values)


def register(event, number=1, **values):
    return registrations.register(
        event=event, **{"name": f"Mara {number}", "email": f"mara{number}@example.org", **values}
    )


def states(event):
    return [row.state for row in event.registrations.order_by("joined_at", "pk")]


def kinds():
    return list(Mail.objects.order_by("pk").values_list("kind", flat=True))


# --- places and waiting list -------------------------------------------------------------------------------
def test_places_are_given_in_order_and_the_rest_waits():
    event = training(capacity=2)
    for number in range(4):
        register(event, number)
    assert states(event) == ["registered", "registered", "waiting", "waiting"]
    assert kinds() == ["measures.event_received"] * 2 + ["measures.event_waiting"] * 2


def test_whoever_waits_longest_moves_up_when_somebody_signs_off():
    event = training(capacity=1)
    first, second, third = (register(event, number) for number in range(3))
    registrations.sign_off(registration=first)
    registrations.sign_off(registration=first)
    assert states(event) == ["cancelled", "registered", "waiting"]
    assert kinds()[-1] == "measures.event_moved_up"
    assert Mail.objects.order_by("pk").last().recipient == second.email
    assert third.state == "waiting"


def test_more_places_let_the_waiting_list_move_up_and_no_limit_lets_all():
    event = training(capacity=1)
    for number in range(5):
        register(event, number)
    event.refresh_from_db()
    event = events.update_event(event=event, version=event.version, data={"capacity": 3})
    assert states(event) == ["registered"] * 3 + ["waiting"] * 2
    events.update_event(event=event, version=event.version, data={"capacity": None})
    assert states(event) == ["registered"] * 5


def test_nobody_moves_up_in_a_cancelled_event_or_one_that_is_over(freeze):
    for change in ("cancel", "over"):
        event = training(capacity=1)
        first, second = register(event, 1), register(event, 2)
        if change == "cancel":
            events.cancel_event(event=event, reason="Krank")
        else:
            freeze("2026-12-02 12:00")
        registrations.sign_off(registration=first)
        second.refresh_from_db()
        assert second.state == "waiting"
        freeze()


def test_whoever_comes_back_goes_to_the_end_of_the_queue(freeze):
    event = training(capacity=1)
    first = register(event, 1)
    register(event, 2)
    registrations.sign_off(registration=first)
    freeze("2026-11-23 12:05")
    again = register(event, 1)
    assert (again.pk, again.state) == (first.pk, "waiting")
    assert PersonalLink.objects.filter(event_registration=None).get().withdrawn_at is not None


def test_an_address_registers_once_whatever_its_case_and_nothing_is_overwritten():
    event = training()
    first = register(event, name="Mara")
    again = register(event, name="Jemand anderes", email="MARA1@example.org", needs="anders")
    assert (again.pk, again.name, again.needs) == (first.pk, "Mara", "")
    assert kinds() == ["measures.event_received"] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(event, email="mara1@EXAMPLE.org")


def test_an_address_gets_only_a_few_mails_however_often_it_is_entered():
    event = training()
    for _number in range(10):
        register(event)
    assert len(kinds()) == 1 + registrations.CONFIRMATIONS


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_never_overbook():
    event = training(capacity=7)
    start, failures = threading.Barrier(20), []

    def enter(number):
        try:
            start.wait()
            register(event, number)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(states(event)) == ["registered"] * 7 + ["waiting"] * 13


# --- when registration is open -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"takes_registrations": False},
        {"published": False},
        {"dates": ["2026-11-22"]},
        {"dates": ()},
        {"registration_until": datetime.date(2026, 11, 22)},
        {"status": "cancelled", "cancel_reason": "Krank"},
    ],
)
def test_closed_registration_takes_nobody(values):
    event = training(**values)
    with pytest.raises(ValidationError) as caught:
        register(event)
    assert caught.value.code == "closed"
    assert states(event) == []


def test_the_last_day_of_registration_is_open_to_its_end(freeze):
    freeze("2026-11-23 23:30")
    assert register(training(registration_until=datetime.date(2026, 11, 23))).state == "registered"


def test_the_office_registers_after_the_deadline_too_and_without_an_address():
    event = training(registration_until=datetime.date(2026, 11, 1), capacity=1)
    first = registrations.register(event=event, name="Am Telefon", email="", by_office=True)
    second = registrations.register(event=event, name="Noch jemand", email="", by_office=True)
    assert (first.state, second.state, kinds()) == ("registered", "waiting", [])


# --- cancelling, reminding -----------------------------------------------------------------------------------
def test_cancelling_tells_everybody_registered_or_waiting(deliver):
    event = training(capacity=1)
    register(event, 1)
    register(event, 2)
    registrations.sign_off(registration=register(event, 3))
    Mail.objects.all().delete()
    _row, number = events.cancel_event(event=event, reason="Die Referentin ist krank.")
    assert (number, kinds()) == (2, ["measures.event_cancelled"] * 2)
    sent = [message.body for message in deliver() if "Die Referentin ist krank." in message.body]
    assert len(sent) == 2


def test_cancelling_can_be_silent():
    event = training()
    register(event)
    assert events.cancel_event(event=event, reason="Krank", tell=False)[1] == 0


def test_a_reminder_comes_once_some_days_before(freeze):
    event = training(remind_days=2)
    register(event)
    job = registrations.remind_due
    freeze("2026-11-28 12:00")
    assert job(timezone.now()) == ""
    freeze("2026-11-29 12:00")
    assert (job(timezone.now()) != "", job(timezone.now())) == (True, "")
    assert kinds()[-1] == "measures.event_reminder"


def test_no_reminder_for_the_waiting_the_late_the_cancelled_and_where_none_is_wanted(freeze):
    freeze("2026-11-30 12:00")
    late = training()
    register(late)
    freeze()
    full, silent, off = training(capacity=1), training(remind_days=0), training()
    register(full, 1), register(full, 2), register(silent), register(off)
    events.cancel_event(event=off, reason="Krank", tell=False)
    Mail.objects.all().delete()
    freeze("2026-11-30 13:00")
    registrations.remind_due(timezone.now())
    assert [mail.recipient for mail in Mail.objects.all()] == ["mara1@example.org"]


# --- attendance, forgetting --------------------------------------------------------------------------------
def test_attendance_is_ticked_and_unticked_once_the_event_has_begun():
    event = training(dates=["2026-11-23"])
    rows = [make_registration(event) for _number in range(3)]
    waiting = make_registration(event, state="waiting")
    assert registrations.tick_attendance(event=event, present=[rows[0].pk, waiting.pk]) == 1
    assert registrations.tick_attendance(event=event, present=[rows[1].pk]) == 1
    assert states(event) == ["registered", "attended", "registered", "waiting"]
    with pytest.raises(ValidationError):
        registrations.tick_attendance(event=training(), present=[])


def test_personal_data_is_deleted_after_the_configured_time_and_the_numbers_stay(freeze):
    event = training()
    kept, attended = register(event, 1, organisation="Verein", needs="Rampe"), register(event, 2)
    EventRegistration.objects.filter(pk=attended.pk).update(state="attended")
    freeze("2027-05-30 12:00")
    assert registrations.forget_due(timezone.now()) == ""
    freeze("2027-05-31 12:00")
    assert registrations.forget_due(timezone.now()) != ""
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.organisation, kept.needs, kept.link) == ("", "", "", "", None)
    assert (states(event), PersonalLink.objects.count()) == (["registered", "attended"], 0)
    assert registrations.forget_due(timezone.now()) == ""


def test_a_series_keeps_its_people_until_the_last_date_is_long_past(freeze):
    register(training(dates=["2026-12-01", "2027-06-01"]))
    freeze("2027-11-01 12:00")
    assert registrations.forget_due(timezone.now()) == ""


def test_both_jobs_run_with_the_scheduled_ones():
    keys = {job.key for job in due.jobs()}
    assert {"measures.remind_events", "measures.forget_participants"} <= keys
    outcomes = {outcome.job.key: outcome.state for outcome in due.run_due(force=keys)}
    assert (outcomes["measures.remind_events"], outcomes["measures.forget_participants"]) == ("done", "done")


def test_one_person_is_forgotten_on_request_and_the_place_is_free():
    event = training(capacity=1)
    first, _second = register(event, 1), register(event, 2)
    registrations.forget(registration=first)
    registrations.forget(registration=first)
    first.refresh_from_db()
    assert (first.name, first.state, states(event)) == ("", "cancelled", ["cancelled", "registered"])


def test_the_audit_trail_never_holds_a_participants_data():
    event = training()
    row = register(event, name="Geheim Name", organisation="Geheimverein", needs="Geheimes")
    registrations.sign_off(registration=row)
    text = " ".join(f"{entry.changes} {entry.object_repr} {entry.additional_data}" for entry in LogEntry.objects.all())
    assert "eheim" not in text
    assert "mara1@" not in text
