"""Telling those who took part that a revision was adopted."""

from django.db.models import Q

from integration_portal.core.display import format_day
from integration_portal.core.mail import queue_mail
from integration_portal.core.site import absolute

from ..models import ConsultationInvitation, NeedsRequest, Statement


def people_of(revision):
    """{address in small letters: (address, name)} of those who wrote a statement on the revision that counts, who were invited to,
    and who answered the survey of needs of its update. Three queries."""
    statements = Statement.objects.counting().filter(consultation__revision=revision).exclude(email="")
    invitations = ConsultationInvitation.objects.filter(consultation__revision=revision)
    answers = NeedsRequest.objects.filter(survey__process__revision=revision).filter(
        ~Q(email=""), answered_on__isnull=False
    )
    found: dict = {}
    for rows in (statements, invitations, answers):
        for email, name in rows.values_list("email", "name"):
            found.setdefault(email.casefold(), (email, name or email))
    return found


def tell_adoption(revision):
    """Write one mail to each of them; goes out with the commit of the adoption. Returns how many."""
    people = people_of(revision)
    for email, name in people.values():
        queue_mail(
            kind="concept.adopted",
            to=email,
            values={
                "name": name,
                "title": f"{revision.concept.title}: {revision.label}",
                "day": format_day(revision.adopted_on),
                "since": format_day(revision.in_force_from),
                "link": absolute(revision.get_public_url()),
            },
            about=f"concept.conceptrevision:{revision.pk}",
        )
    return len(people)
