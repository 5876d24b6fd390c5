"""What the work with the network holds of persons: notes, requests to confirm, proposed changes, mailings."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import links
from integration_portal.core.display import format_day
from integration_portal.core.mail import queue
from integration_portal.core.models import SiteSettings
from integration_portal.core.personal import DueList, Fate, Outcome, PersonalSource
from integration_portal.core.personal.pieces import piece_of, rows_with, take_out, without_in

from ..models import AdvisoryEntry, ConfirmationRequest, MailingOptOut, MailingRecipient, ProposedChange
from ..services.confirmation import mail_key
from .subjects import person_of

TEXTS_OF_NOTES = ("subject", "text", "result", "follow_up_text")
OFFICE = gettext_lazy("The integration office. Nobody outside.")
TASK = gettext_lazy("Public task (GDPR Art. 6(1)(e)).")


def belonging(subject, rows, email="email", person="person"):
    """Rows that point to the person, or carry one of the addresses."""
    wanted = Q(pk__in=())
    for address in subject.emails:
        wanted |= Q(**{f"{email}__iexact": address})
    found = person_of(subject) if person else None
    if found is not None:
        wanted |= Q(**{person: found})
    return rows.filter(wanted)


def _some(fate, label, number, reason=""):
    return [Outcome(fate, label, number, reason)] if number else []


# --- contact notes -----------------------------------------------------------------------------------------
def find_notes(subject, user):
    person = person_of(subject)
    rows = AdvisoryEntry.objects.visible_inside(user).filter(persons=person) if person else ()
    return [piece_of(row, ("happened_on", "way", "subject", "text", "result", "duration_minutes")) for row in rows]


def erase_notes(subject, erasing):
    """Take the person out of the words of the notes about them. That somebody was spoken with stays, for the figures.

    Confidential notes of others that only name the person lose the name too, since nobody could be shown where it
    stands; other notes that name them are listed as texts to look at. The number counts what `erasing.by` may see.
    """
    person, rows = person_of(subject), AdvisoryEntry.objects.all()
    linked = set(rows.filter(persons=person).values_list("pk", flat=True)) if person else set()
    seen = set(AdvisoryEntry.objects.visible_inside(erasing.by).values_list("pk", flat=True)) if erasing.by else set()
    for note in rows_with(rows, TEXTS_OF_NOTES, subject.words):
        if note.pk in linked or note.is_confidential and note.pk not in seen:
            take_out(note, TEXTS_OF_NOTES, subject.words)
    number = len(linked & seen)
    return _some(Fate.ANONYMISED, _("Contact notes: the name is taken out, the note stays"), number)


def long_kept(on, user):
    """Notes that are older than the settings say, as far as the account may see them."""
    months = SiteSettings.load().notes_kept_months
    limit = on - datetime.timedelta(days=30 * months)
    return AdvisoryEntry.objects.visible_inside(user).filter(happened_on__lt=limit).order_by("happened_on", "pk")


NOTES = PersonalSource(
    "actors.advisory", gettext_lazy("Contact notes"), 20,
    purpose=gettext_lazy("Advice and contacts are remembered, followed up and counted."),
    people=gettext_lazy("Contact persons of the network. Clients are never named."),
    data=gettext_lazy("Day, way, subject, what was spoken about, result, who took part."),
    basis=TASK,
    recipients=gettext_lazy("The integration office; confidential notes only their author and named colleagues."),
    kept=gettext_lazy("For the months in the settings; then they stand in the list of what is due."),
     find=find_notes, erase=erase_notes,
    due=(
        DueList(
            gettext_lazy("Old contact notes"),
            gettext_lazy("Delete notes that nobody needs any more. Confidential ones are seen by their author only."),
            long_kept,
            lambda note: (note.subject, format_day(note.happened_on), note.get_absolute_url()),
        ),
    ),
)  # fmt: skip


# --- confirming details ------------------------------------------------------------------------------------
def known_from_requests(subject):
    """Names and addresses of the time of asking, which may be former ones."""
    person = person_of(subject)
    if person is None:
        return {}
    rows = [*ConfirmationRequest.objects.filter(person=person), *MailingRecipient.objects.filter(person=person)]
    return {"names": [row.name for row in rows if " " in row.name], "emails": [row.email for row in rows if row.email]}


def find_requests(subject, user):
    rows = belonging(subject, ConfirmationRequest.objects.select_related("actor"))
    return [piece_of(row, ("actor", "name", "email", "state", "remark", "answered_at", "created_at")) for row in rows]


def gone_address(row):
    """An address that cannot exist (RFC 2606), another one for each row, so that "one request per address" holds."""
    return f"geloescht-{row.pk}@anonym.invalid"


def erase_requests(subject, erasing):
    rows = list(belonging(subject, ConfirmationRequest.objects.select_related("link")))
    for row in rows:
        queue.withdraw_about(mail_key(row))
        links.withdraw(row.link)
        row.name, row.email, row.answer, row.remark, row.person = "", gone_address(row), {}, "", None
        row.save()
    changes = 0
    for change in rows_with(ProposedChange.objects.all(), ("before", "after", "reason"), subject.words):
        clean = {name: without_in(getattr(change, name), subject.words) for name in ("before", "after", "reason")}
        if any(getattr(change, name) != value for name, value in clean.items()):
            for name, value in clean.items():
                setattr(change, name, value)
            change.save()
            changes += 1
    return [
        *_some(Fate.ANONYMISED, _("Requests to confirm details: name, address and answer taken out"), len(rows)),
        *_some(Fate.ANONYMISED, _("Proposed changes: names and addresses taken out"), changes),
    ]


CONFIRMATIONS = PersonalSource(
    "actors.confirmation", gettext_lazy("Requests to confirm details"), 22,
    purpose=gettext_lazy("Entries of the network are kept up to date by those they are about."),
    people=gettext_lazy("Contact persons of organisations."),
    data=gettext_lazy("Name, address, answer, remark, times."),
    basis=TASK, recipients=OFFICE,
    kept=gettext_lazy("Until the person is erased."),
    find=find_requests, erase=erase_requests, known=known_from_requests,
)  # fmt: skip


# --- mailing lists -----------------------------------------------------------------------------------------
def find_mailings(subject, user):
    person = person_of(subject)
    pieces = (
        [piece_of(row, ("list", "is_excluded", "created_at")) for row in person.mailing_lists.all()] if person else []
    )
    rows = belonging(subject, MailingRecipient.objects.select_related("mailing"))
    pieces += [piece_of(row, ("mailing", "name", "email", "created_at")) for row in rows]
    left = belonging(subject, MailingOptOut.objects.select_related("list"), person=None)
    return [*pieces, *(piece_of(row, ("email", "list", "created_at")) for row in left)]


def erase_mailings(subject, erasing):
    rows = list(belonging(subject, MailingRecipient.objects.all()))
    for row in rows:
        row.name, row.email, row.person = "", "", None
        row.save()
    kept = belonging(subject, MailingOptOut.objects.all(), person=None).count()
    return [
        *_some(Fate.ANONYMISED, _("Mails to lists: name and address taken out, the number stays"), len(rows)),
        *_some(
            Fate.KEPT,
            _("Addresses that unsubscribed"),
            kept,
            _("So that no mail reaches the address again (GDPR Art. 17(3)(b), Art. 21(3))."),
        ),
    ]


MAILINGS = PersonalSource(
    "actors.mailing", gettext_lazy("Mailing lists"), 24,
    purpose=gettext_lazy("The network is informed; who objects gets nothing more."),
    people=gettext_lazy("Recipients on mailing lists."),
    data=gettext_lazy("Lists somebody stands on, what was sent when to which address, objections."),
    basis=TASK, recipients=gettext_lazy("The integration office; the mail servers."),
    kept=gettext_lazy("The log until the person is erased; objections for good."),
    find=find_mailings, erase=erase_mailings,
)  # fmt: skip

SOURCES = (NOTES, CONFIRMATIONS, MAILINGS)
