"""Offers of an actor: entering, changing, publishing, deleting."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms_organisations import OfferForm
from ..models import Offer
from ..services import offers as services
from .organisations import editable, of_editable, trail_of

TEMPLATE = "actors/organisations/offer_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """A new offer of an actor."""
    actor = editable(request, pk)

    def save(form):
        return services.create_offer(
            actor=actor, data=form.data_for_service, hours=form.hours_for_service
        ).get_absolute_url()

    return edit_page(
        request,
        OfferForm(posted(request), actor=actor),
        save=save,
        title=_("New offer"),
        text=actor.name,
        cancel=f"{actor.get_absolute_url()}#angebote",
        trail=trail_of(actor),
        template=TEMPLATE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an offer; whoever comes second sees what the first one saved."""
    offer = of_editable(request, Offer, pk)
    actor, url = offer.actor, offer.get_absolute_url()

    def save(form):
        services.update_offer(
            offer=offer,
            data=form.data_for_service,
            version=form.cleaned_data["version"],
            hours=form.hours_for_service,
        )
        return url

    return edit_page(
        request,
        OfferForm(posted(request), actor=actor, instance=offer),
        save=save,
        title=_("Change offer"),
        text=actor.name,
        cancel=url,
        trail=trail_of(actor),
        delete_url=reverse("actors:offer_delete", args=[offer.pk]),
        template=TEMPLATE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete an offer with its hours."""
    row = of_editable(request, Offer, pk)
    done = f"{row.actor.get_absolute_url()}#angebote"
    return delete_page(
        request,
        row,
        cancel=row.get_absolute_url(),
        done=done,
        trail=trail_of(row.actor),
        delete=services.delete_offer,
        text=_(
            "Its opening hours go with it. The history keeps that it was there. If it only ended, enter its end instead."
        ),
    )


@require_POST
@office_required
def publish(request, pk):
    """Show an offer to everyone; nobody sees it before its actor is public."""
    offer = services.publish_offer(offer=of_editable(request, Offer, pk))
    if offer.actor.is_public:
        messages.success(request, _("“%(name)s” is public now.") % {"name": offer})
    else:
        messages.warning(
            request, _("“%(name)s” will be public as soon as the organisation is published.") % {"name": offer}
        )
    return redirect(offer)


@require_POST
@office_required
def unpublish(request, pk):
    """Take an offer off the public pages."""
    offer = services.unpublish_offer(offer=of_editable(request, Offer, pk))
    messages.success(request, _("“%(name)s” is no longer public.") % {"name": offer})
    return redirect(offer)
