"""What organisations in depth bring to the registries of `core`: panels of their office page."""

from integration_portal.core import panels
from integration_portal.core.panels import Panel

from . import panels_organisations as own

for order, name, context in (
    (10, "offers", own.offers_of),
    (12, "addresses", own.addresses_of),
    (14, "relations", own.relations_of),
    (15, "branches", own.branches_of),
):
    panels.register(Panel("actor:office", order, f"actors/organisations/{name}.html", context))
