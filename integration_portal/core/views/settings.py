"""The settings page of the office."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import audit
from ..access import office_required, reader_required
from ..forms_settings import SettingsForm
from ..locking import StaleObject, conflict_context
from ..models import SiteSettings
from ..site import save_settings


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request):
    """Show the settings, and save them over the version that was shown."""
    settings = SiteSettings.load()
    form = SettingsForm(request.POST or None, request.FILES or None, instance=settings)
    context = {"crumbs": [(_("Settings"), None)], "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(data={name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}, version=form.version)
        except StaleObject as stale:
            return render(request, "core/settings.html", context | conflict_context(form, stale), status=409)
        messages.success(request, _("The settings have been saved."))
        return redirect("core:settings")
    return render(request, "core/settings.html", context, status=422 if form.is_bound else 200)


@require_safe
@reader_required
def history(request):
    """Who changed which setting, and when."""
    return render(
        request,
        "core/settings_history.html",
        {"crumbs": [(_("Settings"), None), (_("History"), None)], "history": audit.history_of(SiteSettings.load())},
    )
