"""What the floor itself holds of persons: accounts, mails, links, drafts, saved views, imports, attachments, the trail."""

from urllib.parse import quote, quote_plus

from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from post_office.models import Email

from .. import attachments, audit, history
from ..models import Attachment, FormDraft, ImportRow, PersonalLink, SavedView, User
from ..redaction import REDACTED, redact_person, scrub_imports, scrub_links, scrub_mails
from . import Fate, Outcome, PersonalSource, Piece
from .pieces import piece_of, rows_with

MOST_ENTRIES = 2000
OFFICE = gettext_lazy("The integration office. Nobody outside.")
TASK = gettext_lazy("Public task (GDPR Art. 6(1)(e)).")


def _some(fate, label, number, reason=""):
    return [Outcome(fate, label, number, reason)] if number else []


# --- accounts ----------------------------------------------------------------------------------------------
def accounts_of(subject):
    """Accounts with one of the addresses, and the one of the record."""
    emails = Q(pk__in=())
    for email in subject.emails:
        emails |= Q(email__iexact=email)
    linked = getattr(subject.record, "user_id", None) if subject.key else None
    return User.objects.filter(emails | Q(pk=linked), anonymised_at__isnull=True)


def _find_accounts(subject, user):
    return [
        piece_of(
            row, ("name", "email", "last_login", "date_joined"), more=[(_("Roles"), ", ".join(sorted(row.role_names)))]
        )
        for row in accounts_of(subject)
    ]


def _account_first(subject):
    row = accounts_of(subject).first()
    return row and _("The person has an account. Please block and anonymise it under “Accounts” first.")


# --- mails and links ---------------------------------------------------------------------------------------
def _mails_to(subject):
    rows = rows_with(Email.objects.order_by("created"), ("to",), subject.emails)
    wanted = {email.lower() for email in subject.emails}
    return [mail for mail in rows if wanted & {address.lower() for address in mail.to}]


def _find_mails(subject, user):
    return [
        Piece(
            _("Mail of %(day)s") % {"day": f"{timezone.localtime(mail.created):%d.%m.%Y %H:%M}"},
            ((_("To"), ", ".join(mail.to)), (_("Subject"), mail.subject), (_("Text"), mail.message)),
        )
        for mail in _mails_to(subject)
    ]


def _erase_mails(subject, erasing):
    number = scrub_mails(subject.words)
    return _some(Fate.ANONYMISED, _("Mails: text and address taken out, that one was sent stays on record"), number)


def _links_of(subject):
    holders = Q(pk__in=())
    for word in (*subject.names, *subject.emails):
        holders |= Q(holder__iexact=word)
    return PersonalLink.objects.filter(holders)


def _find_links(subject, user):
    return [piece_of(row, ("holder", "created_at", "expires_at", "first_used_at")) for row in _links_of(subject)]


def _erase_links(subject, erasing):
    return _some(Fate.ANONYMISED, _("Personal links: name taken off"), scrub_links(subject.words))


# --- what colleagues typed ---------------------------------------------------------------------------------
def _drafts_of(subject):
    own = Q(key=subject.key) if subject.key else Q(pk__in=())
    return FormDraft.objects.filter(
        own | Q(pk__in=rows_with(FormDraft.objects.all(), ("data", "label"), subject.words).values("pk"))
    )


def _views_of(subject):
    words = {form(word) for word in subject.words for form in (str, quote, quote_plus)}
    return rows_with(SavedView.objects.all(), ("name", "query"), sorted(words))


def _find_drafts(subject, user):
    # What a colleague has typed and not saved is seen by nobody else; that there is something is all that is told.
    number = _drafts_of(subject).count()
    return [Piece(_("Unsaved input of colleagues"), ((_("Number"), str(number)),))] if number else []


def _erase_drafts(subject, erasing):
    drafts, _kinds = _drafts_of(subject).delete()
    views = list(_views_of(subject))
    for row in views:
        row.delete()
    return [
        *_some(Fate.ERASED, _("Unsaved input"), drafts),
        *_some(Fate.ERASED, _("Saved views of lists"), len(views)),
    ]


def _find_imports(subject, user):
    return [
        Piece(
            _("Row %(number)s of “%(file)s”") % {"number": row.number, "file": row.batch.file_name},
            ((_("Row as it stood in the file"), " | ".join(str(cell) for cell in _cells(row.raw) if cell)),),
        )
        for row in rows_with(
            ImportRow.objects.select_related("batch").order_by("batch", "number"), ("raw",), subject.words
        )
    ]


def _cells(raw):
    return raw.values() if isinstance(raw, dict) else raw


def _erase_imports(subject, erasing):
    return _some(Fate.ANONYMISED, _("Rows of imported lists"), scrub_imports(subject.words))


# --- files and the trail -----------------------------------------------------------------------------------
def _attachments_of(subject):
    record = subject.record
    if record is None:
        return Attachment.objects.none()
    return Attachment.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


def _find_attachments(subject, user):
    return [piece_of(row, ("name", "created_at", "media_type", "size")) for row in _attachments_of(subject)]


def _erase_attachments(subject, erasing):
    rows = list(_attachments_of(subject))
    for row in rows:
        attachments.remove(attachment=row)
    return _some(Fate.ERASED, _("Files of the entry"), len(rows))


def _entries_of(subject, user):
    own = Q(cid=subject.key) if subject.key else Q(pk__in=())
    done = Q(actor__in=accounts_of(subject))
    return audit.readable_entries(user, LogEntry.objects.filter(own | done)).order_by("-timestamp")[:MOST_ENTRIES]


def _find_entries(subject, user):
    entries = list(_entries_of(subject, user).select_related("content_type"))
    return [
        Piece(
            f"{timezone.localtime(entry.timestamp):%d.%m.%Y %H:%M}",
            tuple(
                (label, value)
                for label, value in (
                    (_("What happened"), text),
                    (_("By"), str((entry.additional_data or {}).get("who") or "")),
                )
                if value
            ),
        )
        for entry, text in zip(entries, history.texts_of(entries), strict=True)
    ]


def _erase_entries(subject, erasing):
    record = subject.record
    redaction = redact_person(
        label=subject.key or _("without an entry"),
        objects=[record] if record else [],
        values=subject.words,
        by=erasing.by,
        reason=erasing.reason,
        records=False,
    )
    return _some(
        Fate.ANONYMISED,
        _("Entries of the history: what happened stays, names and contact ways are taken out"),
        redaction.entries + _clean_admin_log(subject),
    )


def _clean_admin_log(subject):
    """The log of the admin names the objects it changed."""
    own = Q(pk__in=rows_with(AdminEntry.objects.all(), ("object_repr", "change_message"), subject.words).values("pk"))
    if subject.key:
        record = subject.record
        if record is not None:
            own |= Q(content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk))
    return AdminEntry.objects.filter(own).update(object_repr=REDACTED, change_message="")


SOURCES = (
    PersonalSource(
        "core.attachments", gettext_lazy("Files"), 30,
        purpose=gettext_lazy("Documents that belong to a piece of work."),
        people=gettext_lazy("Persons named in documents."),
        data=gettext_lazy("What the documents say."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("As long as the entry they belong to."),
        find=_find_attachments, erase=_erase_attachments,
    ),
    PersonalSource(
        "core.drafts", gettext_lazy("Unsaved input and saved views"), 60,
        purpose=gettext_lazy("Nothing typed is lost; lists are found again."),
        people=gettext_lazy("Persons named in forms and filters."),
        data=gettext_lazy("What was typed."),
        basis=TASK, recipients=gettext_lazy("Only who typed it; shared views: the office."),
        kept=gettext_lazy("Until saved or thrown away."),
        reads=("core.formdraft", "core.savedview"), find=_find_drafts, erase=_erase_drafts,
    ),
    PersonalSource(
        "core.imports", gettext_lazy("Imported lists"), 65,
        purpose=gettext_lazy("Lists are taken over, checked, and can be taken back."),
        people=gettext_lazy("Contact persons of the network."),
        data=gettext_lazy("The rows of the list as they were."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("Until the import is deleted, or the person."),
        reads=("core.importrow",), find=_find_imports, erase=_erase_imports,
    ),
    PersonalSource(
        "core.mails", gettext_lazy("Mails sent"), 70,
        purpose=gettext_lazy("Mails of the portal are sent, and what went wrong is seen."),
        people=gettext_lazy("Recipients of mails."),
        data=gettext_lazy("Address, subject, text, time, answer of the server."),
        basis=TASK, recipients=gettext_lazy("The integration office; the mail servers."),
        kept=gettext_lazy("Text and address for the number of days in the settings (texts of mails)."),
        reads=("post_office.email", "core.mail"), find=_find_mails, erase=_erase_mails,
    ),
    PersonalSource(
        "core.links", gettext_lazy("Personal links"), 75,
        purpose=gettext_lazy("Partners answer without an account."),
        people=gettext_lazy("Contact persons of the network, participants."),
        data=gettext_lazy("Name of the holder, when it was made, opened and ends."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("Until the purpose is done."),
        reads=("core.personallink",), find=_find_links, erase=_erase_links,
    ),
    PersonalSource(
        "core.accounts", gettext_lazy("Accounts"), 80,
        purpose=gettext_lazy("Who may see and change what."),
        people=gettext_lazy("Staff and partners with an account."),
        data=gettext_lazy("Name, e-mail address, roles, time of the last login."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("Until the account is anonymised."),
        reads=("core.user", "account.emailaddress"), find=_find_accounts, erase=lambda subject, erasing: [], blocker=_account_first,
    ),
    PersonalSource(
        "core.audit", gettext_lazy("History (audit trail)"), 90,
        purpose=gettext_lazy("It can be seen who changed what (GDPR Art. 5(2), Art. 32)."),
        people=gettext_lazy("Staff and partners; persons whose entries were changed."),
        data=gettext_lazy("Time, account, network address, what changed; personal values are masked."),
        basis=gettext_lazy("Legal duty and public task (GDPR Art. 6(1)(c) and (e))."),
        recipients=gettext_lazy("The integration office and the county's IT."),
        kept=gettext_lazy("As long as the portal is used; names are taken out when a person is erased."),
        reads=("auditlog.logentry", "admin.logentry", "core.redaction"), find=_find_entries, erase=_erase_entries,
    ),
)  # fmt: skip
