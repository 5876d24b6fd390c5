"""The mails about ideas: who proposed one is told at each step."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_SHARED = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("idea", _("Title of the idea"), _("Language café in the library")),
)

IDEA_RECEIVED = MailKind(
    key="measures.idea_received",
    label=_("Idea: received"),
    purpose=_("Confirms that an idea has arrived."),
    subject=_("Your idea “{idea}” has arrived"),
    body=_(
        "Hello {name},\n\nthank you for your idea “{idea}”. We read it and write to you when we know more.\n\n"
        "Nothing of it is published before we have looked at it, and your name never is.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=_SHARED,
)
IDEA_IN_REVIEW = MailKind(
    key="measures.idea_in_review",
    label=_("Idea: in review"),
    purpose=_("Goes out when the office begins to look into an idea."),
    subject=_("We are looking into your idea “{idea}”"),
    body=_(
        "Hello {name},\n\nwe are looking into your idea “{idea}” now and talk to those whom it concerns. "
        "We write to you again when it is decided.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=_SHARED,
)
IDEA_QUESTION = MailKind(
    key="measures.idea_question",
    label=_("Idea: question"),
    purpose=_("Asks the proposer something, with a personal link for the answer."),
    subject=_("A question about your idea “{idea}”"),
    body=_(
        "Hello {name},\n\nwe have a question about your idea “{idea}”:\n\n{question}\n\n"
        "You can answer here, no account needed:\n\n{link}\n\nThe link works until {deadline}.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_SHARED,
        Placeholder("question", _("The office's question"), _("Who could open the room?"), required=True),
        Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True),
        Placeholder("deadline", _("Last day of the link"), "31.12.2026"),
    ),
)
_ANSWER = Placeholder("answer", _("The office's answer, may be empty"), _("We begin in spring."))
IDEA_ACCEPTED = MailKind(
    key="measures.idea_accepted",
    label=_("Idea: accepted"),
    purpose=_("Goes out when an idea becomes a measure or a concept in initiation."),
    subject=_("Your idea “{idea}” goes on"),
    body=_(
        "Hello {name},\n\ngood news: your idea “{idea}” goes on. We keep it as “{measure}” and prepare it with our "
        "partners.\n\n{answer}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(*_SHARED, Placeholder("measure", _("Title of what it became"), _("Language café")), _ANSWER),
)
IDEA_JOINED = MailKind(
    key="measures.idea_joined",
    label=_("Idea: joined with another one"),
    purpose=_("Goes out when an idea is joined with a similar one."),
    subject=_("Your idea “{idea}” joins a similar one"),
    body=_(
        "Hello {name},\n\nsomebody has proposed something very similar to your idea “{idea}”. We go on with both of "
        "them together.\n\n{answer}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(*_SHARED, _ANSWER),
)
IDEA_DECLINED = MailKind(
    key="measures.idea_declined",
    label=_("Idea: declined"),
    purpose=_("Goes out when an idea is declined, with the reason."),
    subject=_("Your idea “{idea}”"),
    body=_(
        "Hello {name},\n\nthank you again for your idea “{idea}”. We cannot take it up:\n\n{answer}\n\n"
        "Please do not let this keep you from proposing the next one.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_SHARED,
        Placeholder("answer", _("The reason"), _("There is such an offer already."), required=True),
    ),
)
ALL = (IDEA_RECEIVED, IDEA_IN_REVIEW, IDEA_QUESTION, IDEA_ACCEPTED, IDEA_JOINED, IDEA_DECLINED)
