"""Mail against a real SMTP process on loopback: away, slow, refusing, and dying in mid-sentence."""

import datetime
import email
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from integration_portal.core.invitations import INVITATION
from integration_portal.core.mail import queue_mail, sending
from integration_portal.core.models import Mail

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(tmp_path, settings):
    """The running process; `inbox(name)` gives the messages that arrived for a recipient."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.smtp_process", str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    settings.MAIL_TRANSPORT = "integration_portal.core.mail.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(process.stdout.readline())
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 1
    process.inbox = lambda name: [
        email.message_from_bytes(path.read_bytes()) for path in sorted(tmp_path.glob(f"{name}-*"))
    ]
    yield process
    process.kill()
    process.wait()


def write(name):
    return queue_mail(kind=INVITATION.key, to=f"{name}@example.org", values={"name": name, "link": "x"})


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_mail_arrives_with_umlauts_and_its_message_id(server):
    row = write("mara")
    sending.send_due()
    (message,) = server.inbox("mara")
    assert (state(row), message["To"], message["Message-ID"]) == ("sent", "mara@example.org", row.email.message_id)
    assert "Grüße" in message.get_payload(decode=True).decode()


def test_a_refused_recipient_and_a_refused_message_are_told(server):
    rows = [write(name) for name in ("unbekannt", "spam", "spaeter", "mara")]
    sending.send_due()
    assert [state(row) for row in rows] == ["refused", "refused", "waiting", "sent"]
    assert ("550" in rows[0].last_error, "554" in rows[1].last_error, "451" in rows[2].last_error) == (True,) * 3


def test_a_line_that_breaks_in_mid_sentence_is_unclear_and_repeated_once_with_the_same_message_id(server, freeze):
    freeze()
    row = write("abbruch")
    sending.send_due()
    assert (state(row), row.unclear, len(server.inbox("abbruch"))) == ("waiting", 1, 1)
    freeze(row.next_try_at + datetime.timedelta(minutes=1))
    sending.send_due()
    first, second = server.inbox("abbruch")
    assert (state(row), first["Message-ID"]) == ("sent", second["Message-ID"])


def test_a_server_that_never_answers_does_not_hold_the_queue(server):
    slow, quick = write("langsam"), write("mara")
    started = time.monotonic()
    sending.send_due()
    assert (state(slow), slow.unclear, state(quick)) == ("waiting", 1, "sent")
    assert time.monotonic() - started < 15


def test_a_server_that_dies_leaves_the_rest_in_the_queue(server):
    rows = [write("tot"), write("mara"), write("kim")]
    sending.send_due()
    assert state(rows[0]) == "waiting"
    assert {state(row) for row in rows[1:]} <= {"waiting", "queued"}
    assert Mail.objects.filter(state="sent").count() == 0


def test_a_server_that_is_not_there_is_no_error_for_anybody(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", probe.getsockname()[1]
    settings.MAIL_TRANSPORT, settings.EMAIL_TIMEOUT = "integration_portal.core.mail.smtp.SmtpBackend", 1
    row = write("mara")
    sending.send_due()
    assert (state(row), row.attempts) == ("waiting", 1)


KILLED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "integration_portal.settings"
import django
django.setup()
from integration_portal.core.mail import sending
sending.send_due()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_sending_loses_nothing_and_sends_nothing_three_times(
    server, settings, freeze, monkeypatch
):
    monkeypatch.setattr("integration_portal.core.mail.queue._enqueue", lambda: None)  # only the worker below sends
    row, other = write("langsam"), write("mara")
    database = settings.DATABASES["default"]
    url = os.environ.get("TEST_DATABASE_URL", "")
    name = str(database["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}" if url else f"sqlite:///{name}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
    }
    worker = subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT, env=environment)
    deadline = time.monotonic() + 30
    while not server.inbox("langsam") and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert state(row) == "sending"
    sending.send_due()
    assert (state(row), state(other)) == ("sending", "sent"), "the rest goes out; the claimed one is left alone"
    freeze(row.sending_since + datetime.timedelta(minutes=11))
    sending.send_due()
    assert (state(row), row.unclear) == ("waiting", 1)
    freeze(row.next_try_at + datetime.timedelta(minutes=1))
    sending.send_due()
    assert state(row) == "unclear"
    first, second = server.inbox("langsam")
    assert (first["Message-ID"], len(server.inbox("mara"))) == (second["Message-ID"], 1)
