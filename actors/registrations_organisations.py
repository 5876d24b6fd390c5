"""What organisations in depth bring to the registries of `core`: panels of their office page."""

from integration_portal.core import panels
from integration_portal.core.panels import Panel

from . import panels_organisations as own

panels.register(Panel("actor:office", 15, "actors/organisations/branches.html", own.branches_of))
