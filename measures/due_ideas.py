"""What the today page, the scheduled jobs and other pages say about ideas."""

from django.db.models import F
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integration_portal.core import roles
from integration_portal.core.display import format_days_ago
from integration_portal.core.search import SearchSource
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem

from .models import Idea, IdeaState
from .services.ideas import forget_proposers


def unread_ideas(query):
    """Ideas that nobody has looked at, oldest first, for those who read everything."""
    if not roles.reads_all(query.user):
        return None
    columns = {"title": F("title"), "text": F("wish"), "day": TruncDate("created_at")}
    return Idea.objects.filter(state=IdeaState.NEW), columns, [F("created_at").asc(), F("pk").asc()]


def new_ideas(query, rows, total):
    """The group of `unread_ideas`."""
    items = []
    for row in rows:
        idea = Idea(pk=row.pk, wish=row.text)
        items.append(
            TodayItem(
                title=row.title,
                url=idea.get_absolute_url(),
                context=idea.get_wish_display(),
                due_text=format_days_ago(row.day, query.on),
                actions=(TodayAction(_("Look at it"), idea.get_absolute_url()),),
            )
        )
    return TodayGroup(
        key="measures.ideas",
        label=_("New ideas"),
        icon="comment",
        items=items,
        total=total,
        more_url=reverse("measures:office_ideas") + "?ansicht=neu",
    )


def forget(now):
    """Scheduled job: delete the data of proposers; says for how many ideas."""
    number = forget_proposers(now)
    return (
        ngettext("proposer of %(n)s idea deleted", "proposers of %(n)s ideas deleted", number) % {"n": number}
        if number
        else ""
    )


def origin_of_measure(request, measure):
    """The ideas that a measure was made from, for its office page; None without any or for those who do not read ideas."""
    if not roles.reads_all(request.user):
        return None
    ideas = list(Idea.objects.filter(measure=measure).select_related("proposer").order_by("created_at"))
    return {"ideas": ideas} if ideas else None


IDEAS = SearchSource(
    key="ideen",
    label=gettext_lazy("Ideas"),
    rows=lambda user: Idea.objects.visible_inside(user),
    url=lambda idea, user: idea.get_absolute_url(),
    text=lambda idea: idea.text,
    kicker=lambda idea: idea.get_state_display(),
    order=60,
)
