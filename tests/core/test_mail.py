"""Mail: written with its transaction, sent once, told to the office when it does not arrive."""

import datetime
import smtplib

import pytest
from django.core import mail as outbox_module
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from integration_portal.core.mail import MailKind, Placeholder, queue, queue_mail, register, sending, texts
from integration_portal.core.mail.jobs import forget
from integration_portal.core.models import Mail, MailText, SiteSettings
from tests.builders import make_user

pytestmark = pytest.mark.django_db
KIND = "tests.kind"


@pytest.fixture(autouse=True)
def kind():
    register(
        MailKind(
            key=KIND, label="Probe", purpose="Zum Testen", subject="Guten Tag {name}", body="Hallo {name}\n{link}\n{office}",
            placeholders=(Placeholder("name", "Name", "Mara"), Placeholder("link", "Link", "https://…", required=True)),
        )
    )  # fmt: skip
    yield
    texts._kinds.pop(KIND)


def write(to="mara@example.org", name="Mara", **values):
    return queue_mail(kind=KIND, to=to, values={"name": name, "link": "https://portal.example.org/x"}, **values)


class Server(EmailBackend):
    """A transport that fails as told before it takes messages."""

    failures: list = []
    is_unclear = False

    def send_messages(self, messages):
        if Server.failures:
            error, self.is_unclear = Server.failures.pop(0)
            raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.MAIL_TRANSPORT = "tests.core.test_mail.Server"
    Server.failures = []
    return Server


def state(row):
    row.refresh_from_db()
    return row.state


def send_later(freeze, row, days=0, minutes=1):
    row.refresh_from_db()
    freeze(row.next_try_at + datetime.timedelta(days=days, minutes=minutes))
    return sending.send_due()


def test_a_mail_is_written_with_its_values_and_goes_out_once(deliver):
    write(name="Mara Ümläut 🦄")
    assert len(deliver()) == 1 and len(deliver()) == 1
    message = outbox_module.outbox[0]
    assert (message.to, message.subject) == (["mara@example.org"], "Guten Tag Mara Ümläut 🦄")
    assert message.body == f"Hallo Mara Ümläut 🦄\nhttps://portal.example.org/x\n{SiteSettings.load().office_name}"
    assert message.extra_headers["Message-ID"].endswith("@example.org>")


def test_a_name_cannot_smuggle_headers_in(deliver):
    write(name="Mara\r\nBcc: alle@example.org")
    assert deliver()[0].subject == "Guten Tag Mara Bcc: alle@example.org"


def test_what_is_rolled_back_is_not_sent(deliver):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert deliver() == [] and Mail.objects.count() == 0


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(ValidationError):
        write(to="keine Adresse")


def test_a_server_that_is_away_loses_nothing_and_is_asked_again_with_growing_pauses(server, freeze, deliver):
    now = freeze()
    row = write()
    pauses = []
    for _attempt in range(4):
        server.failures = [(ConnectionRefusedError("weg"), False)]
        before = timezone.now()
        sending.send_due()
        row.refresh_from_db()
        pauses.append(round((row.next_try_at - before).total_seconds() / 60))
        freeze(row.next_try_at + datetime.timedelta(seconds=5))
    assert pauses == [2, 10, 30, 120] and now
    sending.send_due()
    assert (state(row), row.attempts, len(outbox_module.outbox)) == ("sent", 5, 1)


def test_a_mail_is_given_up_after_the_last_pause_and_the_office_sees_it(server, freeze, client):
    freeze()
    row = write()
    for _attempt in range(len(sending.PAUSES) + 1):
        server.failures = [(smtplib.SMTPServerDisconnected("weg"), False)]
        send_later(freeze, row)
    assert (state(row), Mail.objects.in_trouble().count()) == ("failed", 1)
    client.force_login(make_user("office"))
    assert "Aufgegeben" in client.get("/intern/mails/?stand=problem").content.decode()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), "refused"),
        (smtplib.SMTPRecipientsRefused({"a": (451, b"later")}), "waiting"),
        (smtplib.SMTPDataError(554, b"spam"), "refused"),
        (smtplib.SMTPDataError(421, b"busy"), "waiting"),
        (smtplib.SMTPSenderRefused(550, b"who are you", "x"), "waiting"),
    ],
)
def test_the_answer_of_the_server_decides(server, error, expected):
    row = write()
    server.failures = [(error, False)]
    sending.send_due()
    assert state(row) == expected and row.last_error != ""


def test_an_unclear_sending_is_repeated_once_with_the_same_message_id(server, freeze):
    freeze()
    row = write()
    server.failures = [(smtplib.SMTPServerDisconnected("mitten im Satz"), True)]
    sending.send_due()
    assert (state(row), row.unclear) == ("waiting", 1)
    first = row.email.message_id
    send_later(freeze, row)
    assert (state(row), outbox_module.outbox[0].extra_headers["Message-ID"]) == ("sent", first)


def test_after_the_second_unclear_sending_a_person_decides(server, freeze):
    freeze()
    row = write()
    for _attempt in range(2):
        server.failures = [(smtplib.SMTPServerDisconnected("mitten im Satz"), True)]
        send_later(freeze, row)
    assert state(row) == "unclear"
    assert sending.send_due() == {}
    queue.repeat(mail=row)
    sending.send_due()
    assert state(row) == "sent"


def test_a_process_that_died_while_sending_leaves_an_unclear_mail(freeze):
    now = freeze()
    row = write()
    Mail.objects.update(state="sending", sending_since=now - datetime.timedelta(minutes=11), attempts=1)
    sending.send_due()
    assert (state(row), row.unclear) == ("waiting", 1)
    Mail.objects.update(state="sending", sending_since=timezone.now(), attempts=1)
    sending.send_due()
    assert state(row) == "sending", "a process that is at work is left alone"


def test_one_mail_that_cannot_be_built_does_not_stop_the_others(monkeypatch, deliver):
    bad, good = write(name="A"), write(name="B")
    build = type(bad.email).email_message

    def broken(self):
        if self.pk == bad.email_id:
            raise ValueError("kaputt")
        return build(self)

    monkeypatch.setattr(type(bad.email), "email_message", broken)
    deliver()
    assert (state(bad), state(good)) == ("failed", "sent")


def test_a_mail_that_comes_too_late_is_not_sent(freeze, deliver):
    now = freeze()
    row = write(expires_at=now + datetime.timedelta(hours=1))
    freeze(now + datetime.timedelta(hours=2))
    assert deliver() == [] and state(row) == "failed"


def test_a_mail_in_the_queue_can_be_withdrawn_and_a_sent_one_cannot(client, deliver):
    first, second = write(), write()
    client.force_login(make_user("office"))
    client.post(f"/intern/mails/{first.pk}/tun/", {"tun": "zurueckziehen"})
    deliver()
    assert (state(first), state(second)) == ("withdrawn", "sent")
    with pytest.raises(ValidationError):
        queue.withdraw(mail=second)
    with pytest.raises(ValidationError):
        queue.repeat(mail=second)


def test_texts_and_addresses_are_forgotten_after_the_configured_days(freeze, deliver):
    now = freeze()
    row, waiting = write(), write(to="spaeter@example.org")
    Mail.objects.filter(pk=waiting.pk).update(next_try_at=now + datetime.timedelta(days=400))
    deliver()
    forget(now + datetime.timedelta(days=89))
    row.email.refresh_from_db()
    assert row.email.message != ""
    assert forget(now + datetime.timedelta(days=91)) == "1 Text gelöscht"
    row.email.refresh_from_db()
    waiting.email.refresh_from_db()
    assert (row.email.message, row.email.to) == ("", ["geloescht@anonym.invalid"])
    assert waiting.email.to == ["spaeter@example.org"]
    assert forget(now + datetime.timedelta(days=92)) == ""


class TestTheOfficesOwnWords:
    def test_are_used_from_the_next_mail_on_and_can_be_put_back(self, client, deliver):
        client.force_login(make_user("office"))
        url = f"/intern/mails/texte/{KIND}/de/"
        answer = client.post(url, {"subject": "Moin {name}", "body": "{link}"})
        assert answer.status_code == 302
        write()
        client.post(url, {"tun": "zuruecksetzen"})
        write()
        assert [message.subject for message in deliver()] == ["Moin Mara", "Guten Tag Mara"]

    @pytest.mark.parametrize(
        ("subject", "body", "field"),
        [
            ("Hallo {nmae}", "{link}", "subject"),
            ("Hallo", "ohne", "body"),
            ("Hallo", "{link} {x}", "body"),
            ("", "{link}", "subject"),
        ],
    )
    def test_bad_placeholders_are_named_and_the_input_stays(self, client, subject, body, field):
        client.force_login(make_user("office"))
        page = client.post(f"/intern/mails/texte/{KIND}/de/", {"subject": subject, "body": body})
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert page.context["form"]["body"].value() == body
        assert MailText.objects.count() == 0

    def test_a_preview_saves_nothing(self, client):
        client.force_login(make_user("office"))
        page = client.post(
            f"/intern/mails/texte/{KIND}/de/", {"subject": "Moin {name}", "body": "{link}", "tun": "vorschau"}
        )
        assert (page.context["preview"][0], MailText.objects.count()) == ("Moin Mara", 0)

    def test_of_two_people_the_second_sees_what_the_first_wrote(self, client):
        client.force_login(make_user("office"))
        texts.save_text(kind=texts.get(KIND), language="de", subject="a", body="{link}")
        version = MailText.objects.get().version
        texts.save_text(kind=texts.get(KIND), language="de", subject="b", body="erste {link}", version=version)
        page = client.post(
            f"/intern/mails/texte/{KIND}/de/", {"subject": "c", "body": "zweite {link}", "version": version}
        )
        assert page.status_code == 409 and "erste {link}" in page.content.decode()
        assert MailText.objects.get().subject == "b"

    def test_an_unknown_kind_or_language_is_not_found(self, client):
        client.force_login(make_user("office"))
        assert client.get("/intern/mails/texte/gibt.es.nicht/de/").status_code == 404
        assert client.get(f"/intern/mails/texte/{KIND}/xx/").status_code == 404
