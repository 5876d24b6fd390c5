"""The status of a measure (Umsetzungsstand) and the steps between them."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far a measure is. `transitions` names the possible next steps, `needs_reason` those that ask for one."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    PERMANENT = "permanent", _("permanent task")
    COMPLETED = "completed", _("completed")
    POSTPONED = "postponed", _("postponed")
    DROPPED = "dropped", _("dropped")

    transitions = nonmember(
        {
            "idea": ("planned", "in_progress", "permanent", "postponed", "dropped"),
            "planned": ("idea", "in_progress", "permanent", "postponed", "dropped"),
            "in_progress": ("planned", "permanent", "completed", "postponed", "dropped"),
            "permanent": ("in_progress", "completed", "postponed", "dropped"),
            "completed": ("in_progress", "permanent"),
            "postponed": ("idea", "planned", "in_progress", "permanent", "dropped"),
            "dropped": ("idea", "planned"),
        }
    )
    needs_reason = nonmember(
        {("completed", "in_progress"), ("completed", "permanent"), ("dropped", "idea"), ("dropped", "planned")}
    )

    @classmethod
    def reason_required(cls, old, new):
        """Whether the step from `old` to `new` must say why: putting off, dropping and taking up again do."""
        return new in (cls.POSTPONED, cls.DROPPED) or (str(old), str(new)) in cls.needs_reason

    @property
    def css(self):
        """The key of the status in icons and stylesheets."""
        return self.value.replace("_", "-")


#: Measures that are being carried out or are to be: only these can be late, overdue or stale.
OPEN = (Status.IDEA, Status.PLANNED, Status.IN_PROGRESS, Status.PERMANENT)
RUNNING = (Status.IN_PROGRESS, Status.PERMANENT)
