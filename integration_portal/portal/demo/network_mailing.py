"""Demo data of mailing lists: one by rule, one by hand, a mail that was sent, and an address that unsubscribed."""

from actors.models import Mailing, MailingList
from actors.services import mailing, sending
from fields_of_action.models import FieldOfAction

TEXT = (
    "Guten Tag,\n\nwir laden Sie herzlich zum Netzwerktreffen Sprache ein: am ersten Dienstag des nächsten Monats um "
    "15 Uhr im Mustersaal.\n\nAuf der Tagesordnung stehen die neuen Sprachtreffs und die Termine des nächsten Jahres."
    "\n\nMit freundlichen Grüßen\nIhr Integrationsbüro"
)


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    field = (
        FieldOfAction.objects.filter(actors__archived_at__isnull=True, actors__isnull=False).order_by("order").first()
    )
    by_rule = mailing.save_list(
        mailing_list=MailingList(
            name=f"Netzwerk {field.name if field else 'gesamt'}",
            description="Für Einladungen und Neuigkeiten aus dem Handlungsfeld.",
            rule={"feld": [field.slug]} if field else {"alle": ["ja"]},
        )
    )
    by_hand = mailing.save_list(
        mailing_list=MailingList(name="Steuerungsgruppe", description="Wer an den Treffen der Gruppe teilnimmt.")
    )
    for person in sorted(people.values(), key=lambda one: one.pk)[:6]:
        mailing.put(mailing_list=by_hand, person=person)
    for actor in sorted(actors.values(), key=lambda one: one.pk)[:2]:
        mailing.put(mailing_list=by_hand, actor=actor)
    found = mailing.recipients_of(by_rule).found
    if found:
        row = sending.save_mailing(
            mailing=Mailing(
                list=by_rule, subject="Einladung zum Netzwerktreffen", text=TEXT, written_by=accounts["office"]
            )
        )
        sending.send_mailing(mailing=row, by=accounts["office"])
        mailing.opt_out(email=found[-1].email, mailing_list=by_rule)
    sending.save_mailing(
        mailing=Mailing(
            list=by_hand,
            subject="Protokoll des letzten Treffens",
            text="Guten Tag,\n\n…",
            written_by=accounts["office"],
        )
    )
