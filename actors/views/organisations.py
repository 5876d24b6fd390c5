"""What belongs to an organisation beside its own data: former names."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import delete_page

from .. import services
from ..models import Actor, ActorName


def trail_of(actor):
    """The way to a page below an actor."""
    return [(_("Actors"), reverse("actors:office_list")), (actor.name, actor.get_absolute_url())]


def of_editable(request, model, pk):
    """A row that belongs to an actor the user may edit, with that actor; 404 for others."""
    actors = Actor.objects.editable_by(request.user)
    return get_object_or_404(model.objects.select_related("actor").filter(actor__in=actors), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def name_delete(request, pk):
    """Ask, then take a former name out of the list."""
    row = of_editable(request, ActorName, pk)
    url = row.actor.get_absolute_url()

    def delete(row):
        services.forget_name(name=row)

    return delete_page(request, row, cancel=url, done=url, trail=trail_of(row.actor), delete=delete)
