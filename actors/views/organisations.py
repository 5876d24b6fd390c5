"""What belongs to an organisation beside its own data: former names, further addresses, relations."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from .. import services
from ..forms_organisations import AddressForm, RelationForm
from ..models import Actor, ActorAddress, ActorName, ActorRelation
from ..relations import other_end
from ..services import relations as writes


def trail_of(actor):
    """The way to a page below an actor."""
    return [(_("Actors"), reverse("actors:office_list")), (actor.name, actor.get_absolute_url())]


def editable(request, pk):
    """An actor the user may edit; 404 for others."""
    return get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)


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


# --- Further addresses ----------------------------------------------------------------------------------


def _address_page(request, actor, address=None):
    form = AddressForm(posted(request), instance=address)

    def save(form):
        writes.save_address(actor=actor, data=form.cleaned_data, address=address)
        return f"{actor.get_absolute_url()}#adressen"

    return edit_page(
        request,
        form,
        save=save,
        title=_("Change address") if address else _("New address"),
        text=actor.name,
        cancel=f"{actor.get_absolute_url()}#adressen",
        trail=trail_of(actor),
        delete_url=reverse("actors:address_delete", args=[address.pk]) if address else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def address_create(request, pk):
    """A further address of an actor."""
    return _address_page(request, editable(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def address_edit(request, pk):
    """Change a further address."""
    row = of_editable(request, ActorAddress, pk)
    return _address_page(request, row.actor, row)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def address_delete(request, pk):
    """Ask, then delete a further address at which nothing takes place."""
    row = of_editable(request, ActorAddress, pk)
    url = f"{row.actor.get_absolute_url()}#adressen"
    return delete_page(request, row, cancel=url, done=url, trail=trail_of(row.actor), delete=writes.delete_address)


# --- Relations ------------------------------------------------------------------------------------------


def _relation_of(request, pk, relation):
    """The actor whose page is left, and one of its relations; 404 if they do not belong together."""
    actor = editable(request, pk)
    row = get_object_or_404(ActorRelation.objects.select_related("actor", "other"), pk=relation)
    if actor.pk not in (row.actor_id, row.other_id):
        raise Http404
    return actor, row


def _relation_page(request, actor, relation=None):
    form = RelationForm(posted(request), actor=actor, relation=relation)

    def save(form):
        writes.save_relation(**form.data_for_service, relation=relation)
        return f"{actor.get_absolute_url()}#beziehungen"

    return edit_page(
        request,
        form,
        save=save,
        title=_("Change relation") if relation else _("New relation"),
        text=_("The sentence begins with “%(name)s”.") % {"name": actor.name},
        cancel=f"{actor.get_absolute_url()}#beziehungen",
        trail=trail_of(actor),
        delete_url=reverse("actors:relation_delete", args=[actor.pk, relation.pk]) if relation else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def relation_create(request, pk):
    """Tie an actor to another."""
    return _relation_page(request, editable(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def relation_edit(request, pk, relation):
    """Change a tie, read from the actor `pk`."""
    return _relation_page(request, *_relation_of(request, pk, relation))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def relation_delete(request, pk, relation):
    """Ask, then delete a tie."""
    actor, row = _relation_of(request, pk, relation)
    url = f"{actor.get_absolute_url()}#beziehungen"
    text = _(
        "The relation to “%(name)s” goes. The history keeps that it was there. If it only ended, enter its end instead."
    )
    return delete_page(
        request,
        row,
        cancel=url,
        done=url,
        trail=trail_of(actor),
        delete=writes.delete_relation,
        text=text % {"name": other_end(row, actor)},
    )
