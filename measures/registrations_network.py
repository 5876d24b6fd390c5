"""What measures bring to the pages of the network."""

from integration_portal.core import panels, tallies
from integration_portal.core.panels import Panel

from . import panels_network
from .tallies import MEASURES

panels.register(Panel("actor:public", 20, "measures/public/panel_actor.html", panels_network.measures_of_public_actor))
panels.register(Panel("actor:public", 30, "measures/events/panel.html", panels_network.events_of_public_actor))

tallies.register(MEASURES)
