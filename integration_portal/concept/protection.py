"""Statements and invitations to consultations: what they hold of a person, and what an erasure takes out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import attachments, links
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.personal import Fate, Outcome, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from .models import ConsultationInvitation, NeedsRequest, Statement
from .services.consultation import mail_key
from .services.process import mail_key as needs_mail_key


def _statements(subject):
    return Statement.objects.filter(email__in=_spellings(subject)).select_related("consultation", "section", "link")


def _invitations(subject):
    return ConsultationInvitation.objects.filter(email__in=_spellings(subject)).select_related("consultation", "link")


def _spellings(subject):
    return [spelling for email in subject.emails for spelling in {email, email.lower()} if email]


def find(subject, user):
    statements = [
        piece_of(
            row,
            (
                "consultation",
                "section",
                "excerpt",
                "text",
                "name",
                "organisation",
                "email",
                "received_on",
                "result",
                "reason",
            ),
        )
        for row in _statements(subject)
    ]
    return [*statements, *(piece_of(row, ("consultation", "name", "email")) for row in _invitations(subject))]


def erase(subject, erasing):
    """Take name, address and files off statements; the text stays, because it was weighed. Unconfirmed ones go as a whole."""
    erased = anonymised = 0
    for row in _statements(subject):
        for file in attachments.of(row):
            attachments.remove(attachment=file)
        withdraw_about(mail_key(row))
        if row.link_id:
            links.withdraw(row.link)
        if row.state == Statement.State.UNCONFIRMED:
            row.delete()
            erased += 1
        else:
            row.name = row.organisation = row.email = ""
            row.publish_name, row.actor = False, None
            row.save()
            anonymised += 1
    invitations = list(_invitations(subject))
    for row in invitations:
        links.withdraw(row.link)
        row.delete()
    found = (
        (Fate.ERASED, _("Statements that were not confirmed"), erased),
        (Fate.ANONYMISED, _("Statements: name, organisation, address and files are taken off"), anonymised),
        (Fate.ERASED, _("Invitations to consultations"), len(invitations)),
    )
    return [Outcome(fate, label, number) for fate, label, number in found if number]


SOURCE = PersonalSource(
    "concept.statements", gettext_lazy("Statements in consultations"), 34,
    purpose=gettext_lazy("The concept is updated with those whom it concerns; who wrote gets an answer."),
    people=gettext_lazy("People and organisations who write a statement or are invited to."),
    data=gettext_lazy("Statement, name, organisation, e-mail address, consent to publish the name, files."),
    basis=gettext_lazy("Task in the public interest (GDPR Art. 6(1)(e)); publishing the name by consent (Art. 6(1)(a))."),
    recipients=gettext_lazy("Integration office; the public without names, or with consent."),
    kept=gettext_lazy("The statement as long as the concept; name and address until the answer has gone out and nobody objects."),
    find=find, erase=erase,
)  # fmt: skip


# --- surveys of needs -------------------------------------------------------------------------------------------------------
def _requests(subject):
    return NeedsRequest.objects.filter(email__in=_spellings(subject)).select_related("survey", "link", "actor")


def find_needs(subject, user):
    """Questions that were sent to the person, and the answers."""
    found = []
    for row in _requests(subject):
        found.append(piece_of(row, ("survey", "name", "email", "answered_on")))
        found.extend(piece_of(answer, ("field", "urgency", "need", "proposal")) for answer in row.answers.all())
    return found


def erase_needs(subject, erasing):
    """Delete questions without an answer; take name, address and link off those with one, whose answers stay."""
    erased = anonymised = 0
    for row in _requests(subject):
        withdraw_about(needs_mail_key(row))
        if row.link_id:
            links.withdraw(row.link)
        if row.answered_on is None:
            row.delete()
            erased += 1
        else:
            row.name, row.email, row.link = _("single person"), "", None
            row.save()
            anonymised += 1
    found = (
        (Fate.ERASED, _("Questions of surveys that were not answered"), erased),
        (Fate.ANONYMISED, _("Answers about needs: name, address and link are taken off"), anonymised),
    )
    return [Outcome(fate, label, number) for fate, label, number in found if number]


NEEDS = PersonalSource(
    "concept.needs", gettext_lazy("Surveys of needs"), 35,
    purpose=gettext_lazy("Actors say what is needed when the concept is updated."),
    people=gettext_lazy("People of the actors who are asked."),
    data=gettext_lazy("Name, e-mail address, actor, answers."),
    basis=gettext_lazy("Task in the public interest (GDPR Art. 6(1)(e))."),
    recipients=gettext_lazy("Integration office; the funder without names of single persons."),
    kept=gettext_lazy("As long as the evidence for the funder; name and address until the update ends."),
    find=find_needs, erase=erase_needs,
)  # fmt: skip
