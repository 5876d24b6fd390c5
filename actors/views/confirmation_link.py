"""What a personal link of a request to confirm details opens: one actor's entry, and nothing else. GET changes nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import positive_int
from integration_portal.core.views.links import problem_page

from ..forms_confirmation import EntryForm, RemovalForm
from ..items import entry_rows, load_entry
from ..models import ConfirmationRequest, PersonRole
from ..services import confirmation
from .proposals import lines_of

State = ConfirmationRequest.State
AUTOSAVED = "actors/confirmation/autosaved.html"


def show(request, link, rest):
    """The page behind `/l/<token>/`: the entry, `korrigieren/` or `entfernen/`."""
    asked = confirmation.request_of(link)
    if asked is None or asked.state == State.WITHDRAWN or asked.removal_settled_at:
        return problem_page(request, "withdrawn")
    actor = load_entry(asked.actor_id)
    if actor.archived_at:
        return problem_page(request, "withdrawn")
    asked.actor = actor
    page = {"": _entry, "korrigieren": _correct, "entfernen": _remove}.get(rest.strip("/"))
    if page is None or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    return page(request, link, asked)


def _url(link, rest=""):
    token = links.token_of(link)
    return reverse("core:link_rest", args=[token, rest]) if rest else reverse("core:link", args=[token])


def _entry(request, link, asked):
    """The entry as it is, with the three answers."""
    if request.method == "POST":
        try:
            confirmation.confirm_as_is(
                request=asked,
                version=positive_int(request.POST.get("version")) or 0,
                actor_version=positive_int(request.POST.get("stand")) or 0,
            )
        except StaleObject:
            text = _("The entry, or an answer of a colleague, has changed meanwhile. Please look at it once more.")
            messages.warning(request, text)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Thank you. The details are noted as confirmed today."))
        return redirect(_url(link))
    context = {
        "asked": asked,
        "actor": asked.actor,
        "groups": entry_rows(asked.actor),
        "own_role": _own_role(asked),
        "has_begun": bool((asked.answer or {}).get("typed")),
        "proposed": lines_of(asked.actor, asked.changes.exclude(state="replaced")) if asked.answered_at else [],
        "correct_url": _url(link, "korrigieren/"),
        "remove_url": _url(link, "entfernen/"),
        "action_url": _url(link),
    }
    return render(request, "actors/confirmation/link_entry.html", context)


def _own_role(asked):
    """The role of the person who was asked, and of nobody else; none where the mail went to a general address."""
    if asked.person_id is None:
        return None
    return PersonRole.objects.filter(person=asked.person_id, actor=asked.actor_id).select_related("person").first()


def _correct(request, link, asked):
    """The entry as a form. htmx keeps what is typed; only "hand in" is an answer."""
    typed = (asked.answer or {}).get("typed") or {row.field: [row.before, row.after] for row in asked.changes.waiting()}
    form = EntryForm(request.POST or None, actor=asked.actor, version=asked.version, typed=typed)
    status = 200
    if request.method == "POST":
        form.take_theirs(asked)
        response, status = _handle(request, form, link, asked)
        if response is not None:
            return response
    context = {"asked": asked, "actor": asked.actor, "form": form, "action_url": _url(link, "korrigieren/")}
    context |= {"entry_url": _url(link), "autosaves": True}
    return render(request, "actors/confirmation/link_correct.html", context, status=status)


def _handle(request, form, link, asked):
    """Handle the posted entry. Returns (response or None, HTTP status)."""
    is_autosave = bool(getattr(request, "htmx", False))
    if not form.is_valid():
        if is_autosave:
            return HttpResponse(_("Not kept automatically: please check the marked fields.")), 200
        return None, 422
    version, sending = form.cleaned_data["version"], request.POST.get("tun") == "senden" and not is_autosave
    try:
        if sending:
            saved = confirmation.send_corrections(request=asked, changes=form.changes, version=version)
        else:
            typed = {key: list(pair) for key, pair in form.changes.items()}
            saved = confirmation.keep_typed(request=asked, typed=typed, version=version)
    except StaleObject as stale:
        if is_autosave:
            return render(request, AUTOSAVED, {"stale": stale.current}), 200
        form.add_conflict(stale.current)
        return None, 409
    except ValidationError as error:
        form.add_error(None, error)
        return None, 422
    if is_autosave:
        return render(request, AUTOSAVED, {"saved": saved}), 200
    if sending:
        messages.success(request, _("Thank you. We look at your corrections and tell you by mail what became of them."))
        return redirect(_url(link)), 302
    messages.success(request, _("Your text has been kept. It counts once you hand it in."))
    return redirect(_url(link, "korrigieren/")), 302


def _remove(request, link, asked):
    """Ask to be removed, in two steps."""
    form, status = RemovalForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = positive_int(request.POST.get("version")) or 0
            try:
                confirmation.ask_for_removal(request=asked, remark=form.cleaned_data["remark"], version=version)
            except StaleObject as stale:
                asked.version = stale.current.version
                form.add_error(None, _("A colleague has answered meanwhile. Press the button again if you are sure."))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("We have noted your wish. You get a mail once it is settled."))
                return redirect(_url(link))
    context = {"asked": asked, "actor": asked.actor, "form": form, "cancel_url": _url(link)}
    return render(request, "actors/confirmation/link_remove.html", context, status=status)
