"""Legal pages, filled from the settings."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core.models import SiteSettings


def _page(request, name, title):
    site = SiteSettings.load()
    return render(
        request,
        "portal/legal.html",
        {"name": name, "title": title, "text": site.text(name), "site": site, "crumbs": [(title, None)]},
    )


@require_safe
def imprint(request):
    return _page(request, "imprint", _("Imprint"))


@require_safe
def privacy(request):
    return _page(request, "privacy", _("Privacy"))


@require_safe
def accessibility(request):
    """The statement on accessibility with the way to report barriers and the enforcement body."""
    return _page(request, "accessibility", _("Accessibility and feedback"))
