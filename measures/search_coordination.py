"""How tasks are found, inside only."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.search import SearchSource

from .models import Task

TASKS = SearchSource(
    key="aufgaben",
    label=_("Tasks"),
    rows=lambda user: Task.objects.visible_inside(user),
    url=lambda task, user: task.get_absolute_url(),
    text=lambda task: task.note,
    kicker=lambda task: task.get_state_display(),
    order=60,
)
