"""What measures, progress rounds, events and ideas hold of persons: given out on request, erased, kept for a reason."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.protection.subjects import person_of
from actors.protection.work import belonging, gone_address
from integration_portal.core import links
from integration_portal.core.mail import queue
from integration_portal.core.personal import Fate, Outcome, PersonalSource
from integration_portal.core.personal.pieces import piece_of, without

from .models import EventRegistration, Idea, Measure, Milestone, ProgressReport, ProgressRequest, Task
from .services import ideas, registrations

OFFICE = gettext_lazy("The integration office. Nobody outside.")
TASK = gettext_lazy("Public task (GDPR Art. 6(1)(e)).")


def _some(fate, label, number, reason=""):
    return [Outcome(fate, label, number, reason)] if number else []


# --- contact persons ---------------------------------------------------------------------------------------
CONTACTS = ((Measure, "title"), (Milestone, "title"), (Task, "title"))


def find_contacts(subject, user):
    person = person_of(subject)
    if person is None:
        return []
    return [
        piece_of(row, (name,), title=_("Contact person: %(kind)s") % {"kind": model._meta.verbose_name})
        for model, name in CONTACTS
        for row in model._default_manager.filter(contact=person)
    ]


def erase_contacts(subject, erasing):
    person, outcomes = person_of(subject), []
    for model, _name in CONTACTS if person else ():
        rows = list(model._default_manager.filter(contact=person))
        for row in rows:
            row.contact = None
            row.save()
        label = _("No longer contact person: %(kind)s") % {"kind": model._meta.verbose_name_plural}
        outcomes += _some(Fate.ERASED, label, len(rows))
    return outcomes


# --- progress ----------------------------------------------------------------------------------------------
def known_from_rounds(subject):
    """Names and addresses of the time of asking, which may be former ones."""
    person = person_of(subject)
    rows = list(ProgressRequest.objects.filter(person=person)) if person else []
    return {"names": [row.name for row in rows if " " in row.name], "emails": [row.email for row in rows if row.email]}


def _reports_of(subject):
    return ProgressReport.objects.filter(request__in=belonging(subject, ProgressRequest.objects.all()))


def find_progress(subject, user):
    asked = belonging(subject, ProgressRequest.objects.select_related("round"))
    pieces = [piece_of(row, ("round", "name", "email", "created_at")) for row in asked]
    reports = _reports_of(subject).select_related("measure").distinct()
    return pieces + [piece_of(row, ("measure", "author_name", "text", "obstacles", "next_steps")) for row in reports]


def erase_progress(subject, erasing):
    asked = list(belonging(subject, ProgressRequest.objects.select_related("link")))
    reports = [row for row in _reports_of(subject).distinct() if row.author_name]
    for row in reports:
        row.author_name = without(row.author_name, [row.author_name])
        row.save()
    for row in asked:
        queue.withdraw_about(row.mail_key)
        links.withdraw(row.link)
        row.name, row.email, row.person = "", gone_address(row), None
        row.save()
    return [
        *_some(Fate.ANONYMISED, _("Questions about progress: name and address taken out"), len(asked)),
        *_some(Fate.ANONYMISED, _("Progress reports: name of the author taken out, the report stays"), len(reports)),
    ]


# --- events ------------------------------------------------------------------------------------------------
def _registrations_of(subject):
    rows = EventRegistration.objects.select_related("event").filter(forgotten_at__isnull=True)
    return belonging(subject, rows, person=None)


def find_registrations(subject, user):
    names = ("event", "name", "email", "organisation", "needs", "state", "joined_at")
    return [piece_of(row, names) for row in _registrations_of(subject)]


def erase_registrations(subject, erasing):
    rows = list(_registrations_of(subject))
    for row in rows:
        registrations.forget(registration=row)
    return _some(Fate.ANONYMISED, _("Registrations for events: the number of participants stays"), len(rows))


# --- ideas -------------------------------------------------------------------------------------------------
def _ideas_of(subject):
    person = person_of(subject)
    rows = Idea.objects.filter(forgotten_at__isnull=True)
    mine = Q(proposer=person.user_id) if person and person.user_id else Q(pk__in=())
    return rows.filter(mine | Q(pk__in=belonging(subject, rows, person=None).values("pk")))


def find_ideas(subject, user):
    return [
        piece_of(row, ("title", "text", "place", "name", "email", "state", "created_at")) for row in _ideas_of(subject)
    ]


def erase_ideas(subject, erasing):
    rows = list(_ideas_of(subject))
    for row in rows:
        ideas.forget_proposer(idea=row)
    return _some(Fate.ANONYMISED, _("Ideas: name and address taken out, the idea stays"), len(rows))


SOURCES = (
    PersonalSource(
        "measures.contacts", gettext_lazy("Contact persons of measures"), 10,
        purpose=gettext_lazy("Who can be asked about a measure, a milestone or a task."),
        people=gettext_lazy("Contact persons of the network."),
        data=gettext_lazy("That somebody is the contact person."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("As long as the measure, or until the person is erased."),
        find=find_contacts, erase=erase_contacts,
    ),
    PersonalSource(
        "measures.progress", gettext_lazy("Questions about progress"), 12,
        purpose=gettext_lazy("Partners tell how their measures go on."),
        people=gettext_lazy("Contact persons of measures."),
        data=gettext_lazy("Name, address, what was reported, times."),
        basis=TASK, recipients=OFFICE,
        kept=gettext_lazy("Until the person is erased; reports belong to the measure."),
        find=find_progress, erase=erase_progress, known=known_from_rounds,
    ),
    PersonalSource(
        "measures.registrations", gettext_lazy("Registrations for events"), 14,
        purpose=gettext_lazy("Places are given, changes are told, the attendance is proven."),
        people=gettext_lazy("Participants."),
        data=gettext_lazy("Name, e-mail address, organisation, needs, language of mails, attendance."),
        basis=gettext_lazy("Consent by registering (GDPR Art. 6(1)(a)) and public task (Art. 6(1)(e))."),
        recipients=OFFICE,
        kept=gettext_lazy("For the days in the settings after the event; then only the number stays."),
        find=find_registrations, erase=erase_registrations,
    ),
    PersonalSource(
        "measures.ideas", gettext_lazy("Ideas"), 16,
        purpose=gettext_lazy("Proposals are answered."),
        people=gettext_lazy("Everyone who proposes something."),
        data=gettext_lazy("Name, e-mail address, account, text of the idea."),
        basis=gettext_lazy("Consent by sending (GDPR Art. 6(1)(a))."),
        recipients=OFFICE,
        kept=gettext_lazy("For the days in the settings after the answer; then the idea stays without a name."),
        find=find_ideas, erase=erase_ideas,
    ),
)  # fmt: skip
