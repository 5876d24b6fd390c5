"""What tasks, milestones and progress bring to the registries of `core`."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import (
    attachments,
    audit,
    calendar,
    due,
    links,
    mail,
    navigation,
    panels,
    roles,
    search,
    today,
)
from integration_portal.core.due import DueJob
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import mails
from .dates_coordination import SOURCES as DATES
from .models import Milestone, ProgressReport, ProgressRequest, ProgressRound, Task
from .panels_coordination import progress_of_measure, steps_of_measure
from .search_coordination import OWN_INDICATORS, REPORTS, ROUNDS, TASKS
from .services import rounds
from .today import SOURCES
from .views import progress_link

audit.register(Task, label=_("Task"), m2m=())
audit.register(Milestone, label=_("Milestone"), parent="measure", m2m=("depends_on",))
audit.register(ProgressRound, label=_("Progress round"), m2m=("measures",))
audit.register(ProgressRequest, label=_("Progress request"), masked=("name", "email"), parent="round")
audit.register(ProgressReport, label=_("Progress report"), masked=("author_name",), parent="measure")

attachments.register(
    ProgressReport,
    may_read=lambda user, report: ProgressReport.objects.visible_inside(user).filter(pk=report.pk).exists(),
)
links.register(LinkPurpose(rounds.PURPOSE, _("Progress of measures"), progress_link.show))
for kind in mails.ALL:
    mail.register(kind)
due.register(
    DueJob("measures.remind", _("Remind of progress that is missing"), datetime.timedelta(hours=6), rounds.remind_due)
)
for source in SOURCES:
    today.register(source)
for dates in DATES:
    calendar.register(dates)
for found in (TASKS, ROUNDS, REPORTS, OWN_INDICATORS):
    search.register(found)

for label, url_name, icon, order, visible in (
    (_("Tasks"), "measures:tasks", "task", 12, roles.is_insider),
    (_("Progress"), "measures:reports", "note", 13, roles.is_insider),
    (_("Timeline"), "measures:timeline", "table", 14, roles.is_insider),
):
    navigation.register(NavItem("office", label, url_name, icon=icon, order=order, group=_("Work"), visible=visible))
navigation.register(NavItem("new", _("Task"), "measures:task_create", icon="task", order=20, visible=roles.is_office))
navigation.register(
    NavItem("new", _("Progress round"), "measures:round_create", icon="mail", order=30, visible=roles.is_office)
)
panels.register(Panel("measure:office", 10, "measures/steps/panel.html", steps_of_measure))
panels.register(Panel("measure:office", 12, "measures/progress/panel.html", progress_of_measure))
