"""Mailing lists for tests: lists, entries by hand, mails."""

import re

from django.core import mail

from actors.models import Mailing, MailingList
from actors.services import mailing as services
from actors.services import sending
from integration_portal.core.mail.sending import send_due
from tests.builders import make_actor, make_person

ALL = {"alle": ["ja"]}


def make_list(name="Verteiler", **values):
    return services.save_list(mailing_list=MailingList(name=name, **values))


def put(mailing_list, **values):
    return services.put(mailing_list=mailing_list, **values)


def make_contact(actor=None, last_name="Muster", *, is_main=True, **values):
    """A person with a role at an actor."""
    actor = actor or make_actor()
    role = {name: values.pop(name) for name in ("since", "until", "function") if name in values}
    person = make_person(last_name, **values)
    actor.person_roles.create(person=person, is_main_contact=is_main, **role)
    return person


def make_mailing(mailing_list, subject="Einladung", text="Wir laden ein.", **values):
    return sending.save_mailing(mailing=Mailing(list=mailing_list, subject=subject, text=text, **values))


def send(mailing, by=None, **values):
    """Send a draft and empty the queue; returns the mails."""
    sending.send_mailing(mailing=mailing, by=by, **values)
    before = len(mail.outbox)
    send_due()
    return mail.outbox[before:]


def addresses(mailing_list):
    return [one.email for one in services.recipients_of(mailing_list).found]


def reasons(mailing_list):
    return {one.name: one.reason for one in services.recipients_of(mailing_list).left}


def link_in(message):
    """The path of the link to unsubscribe."""
    return re.search(r"https?://[^/\s]+(/l/\S+)", message.body)[1]
