"""How doubled rows of measures are joined when two actors are merged."""

from actors.models import Actor
from integration_portal.core import merging

from .models import MeasurePartner


def join_partners(row, twin):
    """One partner with the roles of both."""
    if row.role and row.role not in twin.role:
        twin.role = f"{twin.role}, {row.role}"[:120] if twin.role else row.role
        twin.save()


def lead_is_no_partner(source, target):
    """A measure led by one of the two with the other as a partner is led by the kept one alone."""
    for link in MeasurePartner.objects.filter(actor=target, measure__lead=target):
        link.delete()


merging.register_resolver(MeasurePartner, join_partners)
merging.register_step(Actor, lead_is_no_partner)
