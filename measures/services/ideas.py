"""The way of an idea: proposed, reviewed, asked back, accepted, joined or declined, and at last forgotten.

Every function locks the idea, checks the step against the table of states, and writes the mail to the proposer into
the queue of the same transaction.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.display import format_day
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.mail.queue import withdraw_about
from integration_portal.core.models import SiteSettings
from integration_portal.core.site import absolute

from ..models import Idea, IdeaNote, IdeaState, Kind
from ..models.ideas import OPEN_IDEAS
from .sheet import create_measure

#: What a personal link for an answer is registered as, and how many days it works.
PURPOSE, LINK_DAYS = "measures.idea", 30


def _tell(idea, kind, **values):
    """Write to the proposer, if there is an address."""
    if idea.address:
        values = {"name": idea.who or _("proposer of the idea"), "idea": idea.title, **values}
        queue_mail(kind=kind, to=idea.address, values=values, about=idea.mail_key)


def _locked(idea, version, to):
    row = lock(idea, version)
    if to not in IdeaState.transitions[row.state]:
        raise ValidationError(_("This step is not possible from here."), code="step")
    row.state = to
    return row


def _settle(row, reason):
    row.reason, row.settled_at = reason.strip(), timezone.now()
    row.full_clean()
    row.save()
    if row.link_id:
        links.withdraw(row.link)


@transaction.atomic
def propose(*, data, user=None):
    """Store a new idea and confirm it by mail where there is an address; return it. Nothing of it is public."""
    idea = Idea(**data)
    idea.proposer = user if user is not None and user.is_authenticated else None
    idea.full_clean()
    idea.save()
    _tell(idea, "measures.idea_received")
    return idea


@transaction.atomic
def take_up(*, idea, version=None):
    """Begin the review of an idea. Raises StaleObject; ValidationError when it is past that."""
    row = _locked(idea, version, IdeaState.IN_REVIEW)
    row.save()
    _tell(row, "measures.idea_in_review")
    return row


@transaction.atomic
def ask_back(*, idea, question, by, version=None):
    """Send the proposer a question with a personal link for the answer; an earlier link ends.

    Raises StaleObject; ValidationError when the idea is settled, the question empty, or no address is known.
    """
    row = _locked(idea, version, IdeaState.ASKED_BACK)
    if not row.address:
        raise ValidationError(_("No address was given, so nobody can be asked."), code="address")
    if not question.strip():
        raise ValidationError({"question": _("Please write the question.")})
    if row.link_id:
        links.withdraw(row.link)
    expires = timezone.now() + datetime.timedelta(days=LINK_DAYS)
    row.link = links.issue(
        purpose=PURPOSE, subject=f"measures.idea:{row.pk}", holder=row.who or row.address, expires_at=expires
    )
    row.save()
    _note(row, IdeaNote.Kind.QUESTION, question, by)
    _tell(
        row,
        "measures.idea_question",
        question=question.strip(),
        link=absolute(links.path_of(row.link)),
        deadline=format_day(timezone.localdate(expires)),
    )
    return row


@transaction.atomic
def answer(*, idea, text):
    """Keep the proposer's answer; the idea is in review again.

    Raises ValidationError when nothing is asked (any more), or the answer is empty.
    """
    row = lock(idea, None)
    if row.state != IdeaState.ASKED_BACK:
        raise ValidationError(_("There is no open question at the moment."), code="step")
    if not text.strip():
        raise ValidationError({"text": _("Please write an answer.")})
    row.state = IdeaState.IN_REVIEW
    row.save()
    _note(row, IdeaNote.Kind.ANSWER, text, None)
    return row


def _note(idea, kind, text, by):
    note = IdeaNote(idea=idea, kind=kind, text=text.strip(), by=by)
    note.full_clean(exclude=["idea", "by"])
    note.save()
    return note


@transaction.atomic
def add_note(*, idea, text, by):
    """Keep an internal note; the proposer never sees it."""
    return _note(lock(idea, None), IdeaNote.Kind.INTERNAL, text, by)


@transaction.atomic
def accept(*, idea, title, as_concept, by, answer="", version=None):
    """Turn an idea into a measure with status idea, or a concept in initiation; return the idea with its `measure`.

    The measure takes over title, text, field and place. It is unpublished, and the account that accepts looks after it.
    """
    row = _locked(idea, version, IdeaState.ACCEPTED)
    note = _("Place: %(place)s") % {"place": row.place} if row.place else ""
    row.measure = create_measure(
        data={
            "title": title.strip(),
            "kind": Kind.CONCEPT if as_concept else Kind.PROJECT,
            "description": row.text,
            "internal_note": note,
            "responsible": by,
        },
        field=row.field,
    )
    _settle(row, answer)
    _tell(row, "measures.idea_accepted", measure=row.measure.title, answer=row.reason)
    return row


@transaction.atomic
def join(*, idea, other, answer="", version=None):
    """Join an idea with a similar one that is open or accepted. Raises ValidationError for any other, or for itself."""
    row = _locked(idea, version, IdeaState.JOINED)
    target = lock(other, None)
    if target.pk == row.pk:
        raise ValidationError({"other": _("An idea cannot be joined with itself.")})
    if target.state not in (*OPEN_IDEAS, IdeaState.ACCEPTED):
        raise ValidationError({"other": _("Please choose an idea that is open or accepted.")})
    row.joined_into, row.measure = target, target.measure
    _settle(row, answer)
    _tell(row, "measures.idea_joined", answer=row.reason)
    return row


@transaction.atomic
def decline(*, idea, reason, version=None):
    """Decline an idea with a reason, which the proposer gets."""
    row = _locked(idea, version, IdeaState.DECLINED)
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    _settle(row, reason)
    _tell(row, "measures.idea_declined", answer=row.reason)
    return row


@transaction.atomic
def publish(*, idea, outcome, version=None):
    """Show title and outcome of an accepted idea to everyone. Raises ValidationError for any other state."""
    row = lock(idea, version)
    if row.state != IdeaState.ACCEPTED:
        raise ValidationError(_("Only accepted ideas can be published."), code="step")
    row.outcome, row.is_published = outcome.strip(), True
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def unpublish(*, idea):
    """Take an idea from the public page; doing it twice changes nothing."""
    row = lock(idea, None)
    if row.is_published:
        row.is_published = False
        row.save()
    return row


def forget_proposers(now):
    """Delete name, address and account of proposers some time after their idea is settled; returns how many ideas.

    The idea, its text and its history stay. Mails that did not go out yet are withdrawn.
    """
    days = SiteSettings.load().participants_kept_days
    number = 0
    for idea in Idea.objects.to_forget(now, days)[:1000]:
        _forget(idea, now)
        number += 1
    return number


def forget_proposer(*, idea):
    """Delete name, address and account of the proposer at once, as they may ask for. The idea stays."""
    _forget(idea, timezone.now())


@transaction.atomic
def _forget(idea, now):
    row = lock(idea, None)
    withdraw_about(row.mail_key)
    if row.link_id:
        links.withdraw(row.link)
        row.link.holder = ""
        row.link.save(update_fields=["holder"])
    row.name = row.email = ""
    row.proposer, row.forgotten_at = None, now
    row.save()
