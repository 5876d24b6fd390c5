"""The settings page of the office."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..access import office_required, reader_required
from ..forms_settings import SettingsForm
from ..history import history_of
from ..locking import StaleObject
from ..models import SiteSettings
from ..params import page_number
from ..site import save_settings


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request):
    """Show the settings, and save them over the version that was shown."""
    settings = SiteSettings.load()
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        instance=settings,
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(data=form.changes, version=form.cleaned_data["version"])
        except StaleObject as stale:
            form.add_conflict(stale.current)
        else:
            messages.success(request, _("The settings have been saved."))
            return redirect("core:settings")
    status = 409 if form.conflict else 422 if request.method == "POST" else 200
    return render(request, "core/settings.html", {"crumbs": [(_("Settings"), None)], "form": form}, status=status)


@require_safe
@reader_required
def history(request):
    """Who changed which setting, and when."""
    return render(
        request,
        "core/settings_history.html",
        {
            "crumbs": [
                (_("Settings"), reverse("core:settings") if request.user.is_office else None),
                (_("History"), None),
            ],
            "history": history_of(SiteSettings.load(), page=page_number(request.GET.get("verlauf"))),
        },
    )
