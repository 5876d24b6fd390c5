"""What form pages of the office share: showing and handling a form, and asking before something is deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..form_fields import put_errors
from ..locking import StaleObject


def posted(request):
    """The data of a POST, None for a GET."""
    return request.POST if request.method == "POST" else None


def edit_page(request, form, *, save, title, cancel, trail, text="", submit_label="", delete_url="", **more):
    """A form page: `save(form)` returns the address to go to. Errors and edits of others come back with all input.

    `more` is added to the context; with `template` among it another page than `ui/form_page.html` is shown.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                url = save(form)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("It has been saved."))
                return redirect(url)
    context = {
        "title": title,
        "form": form,
        "cancel_url": cancel,
        "crumbs": [*trail, (title, None)],
        "text": text,
        "submit_label": submit_label,
        "delete_url": delete_url,
        **more,
    }
    return render(request, context.pop("template", "ui/form_page.html"), context, status=status)


def delete_page(request, row, *, cancel, done, trail, delete, text=""):
    """Ask, then call `delete(row=row)` and go to `done`; what something hangs on stays, with a message."""
    if request.method == "POST":
        try:
            delete(row=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(cancel)
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": row})
        return redirect(done)
    context = {
        "title": _("Delete “%(title)s”?") % {"title": row},
        "text": text or _("This cannot be undone. The history keeps that it was there."),
        "action_label": _("Delete"),
        "cancel_url": cancel,
        "danger": True,
        "crumbs": [*trail, (_("Delete"), None)],
    }
    return render(request, "ui/confirm_page.html", context)
