"""What measures bring to the pages of a partner: the own measures, progress that is asked for, events."""

from integration_portal.core import panels
from integration_portal.core.panels import Panel

from .panels import measures_of_actor
from .panels_partner import events_of_partner, progress_of_partner

panels.register(Panel("actor:partner", 10, "measures/partner/progress.html", progress_of_partner))
panels.register(Panel("actor:partner", 20, "measures/office/panel_actor.html", measures_of_actor))
panels.register(Panel("actor:partner", 30, "measures/partner/events.html", events_of_partner))
