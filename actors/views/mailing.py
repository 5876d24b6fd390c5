"""Mailing lists: all of them, one with its recipients, its form with a preview, and entries by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH
from integration_portal.core.views.editing import posted

from ..forms_mailing import MailingListForm
from ..models import Actor, MailingList, MailingOptOut, Person
from ..recipients import recipients_of, recipients_of_lists
from ..rules_mailing import RuleFilter, as_data, rule_of, words_of_rule
from ..services import mailing as services

PER_PAGE, PER_LIST, SHOWN, HITS = 25, 100, 12, 10


def crumbs_of(*rest):
    """The way to a page of this part."""
    return [(_("Mailing lists"), reverse("actors:mailing_lists")), *rest]


@require_safe
@reader_required
def index(request):
    """All lists with how many they reach today; those in the archive on demand."""
    in_archive = request.GET.get("archiv") == "ja"
    rows = MailingList.objects.filter(archived_at__isnull=not in_archive).annotate(number_sent=Count("mailings"))
    page = Paginator(rows.order_by("sort_name", "pk"), PER_PAGE).get_page(page_number(request.GET.get("seite")))
    reached = recipients_of_lists(page.object_list)
    for row in page.object_list:
        row.reached = len(reached[row.pk].found)
        row.not_reached = len(reached[row.pk].left)
    context = {
        "page_obj": page,
        "in_archive": in_archive,
        "may_edit": request.user.is_office,
        "opt_outs": MailingOptOut.objects.count(),
    }
    return render(request, "actors/mailing/index.html", context)


@require_safe
@reader_required
def show(request, pk):
    """A list: its rule in words, who gets mails now, who not and why, and what was sent."""
    row = get_object_or_404(MailingList, pk=pk)
    recipients = recipients_of(row)
    members = list(row.members.select_related("person", "actor"))
    context = {
        "crumbs": crumbs_of((row.name, None)),
        "list": row,
        "rule": words_of_rule(row.rule) if row.rule else [],
        "rule_query": as_data(row.rule).urlencode(),
        "recipients": recipients,
        "page_obj": Paginator(recipients.found, PER_LIST).get_page(page_number(request.GET.get("seite"))),
        "left_page": Paginator(recipients.left, PER_LIST).get_page(page_number(request.GET.get("ohne"))),
        "put": [one for one in members if not one.is_excluded],
        "kept_off": [one for one in members if one.is_excluded],
        "mailings": row.mailings.select_related("written_by").annotate(number=Count("recipients"))[:20],
        "may_edit": request.user.is_office and not row.archived_at,
        "may_restore": request.user.is_office and bool(row.archived_at),
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "actors/mailing/list.html", context)


def _edit(request, row, *, title, cancel, trail):
    """The form of a list with its rule beside it. "Look" shows whom it would reach and saves nothing."""
    start = as_data(row.rule) if row.pk else request.GET
    form = MailingListForm(posted(request), instance=row)
    filterset = RuleFilter(request.POST if request.method == "POST" else start)
    notices, status, preview = filterset.notices, 200, None
    if request.method == "POST":
        status = 422
        is_valid = form.is_valid()
        form.instance.rule = rule_of(filterset)
        if request.POST.get("tun") == "vorschau":
            status = 200
            preview = recipients_of(form.instance)
        elif is_valid and not notices:
            try:
                saved = services.save_list(mailing_list=form.instance, version=form.cleaned_data["version"])
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("“%(name)s” has been saved.") % {"name": saved})
                return redirect(saved)
    context = {
        "crumbs": [*trail, (title, None)],
        "title": title,
        "form": form,
        "filter": filterset,
        "notices": notices,
        "preview": preview,
        "shown": SHOWN,
        "cancel_url": cancel,
    }
    return render(request, "actors/mailing/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new list; the parameters of the list of actors may stand in the address."""
    home = reverse("actors:mailing_lists")
    return _edit(request, MailingList(), title=_("New mailing list"), cancel=home, trail=crumbs_of())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a list and its rule."""
    row = get_object_or_404(MailingList, pk=pk)
    url = row.get_absolute_url()
    return _edit(request, row, title=_("Edit the list"), cancel=url, trail=crumbs_of((row.name, url)))


@require_POST
@office_required
def archive(request, pk):
    """Take a list out of use."""
    row = services.archive(mailing_list=get_object_or_404(MailingList, pk=pk))
    messages.success(request, _("“%(name)s” is in the archive.") % {"name": row})
    return redirect(row)


@require_POST
@office_required
def restore(request, pk):
    """Take a list back into use."""
    row = services.restore(mailing_list=get_object_or_404(MailingList, pk=pk))
    messages.success(request, _("“%(name)s” is in use again.") % {"name": row})
    return redirect(row)


@require_safe
@office_required
def entries(request, pk):
    """Find persons and actors to put on the list, or to keep off it."""
    row = get_object_or_404(MailingList, pk=pk)
    words = request.GET.get("q", "").replace("\x00", " ").strip()[:MAX_QUERY_LENGTH]
    persons, actors = [], []
    if words:
        found = match(Person.objects.filter(anonymised_at__isnull=True), words)
        persons = list(found.order_by("-relevance", "sort_name", "pk")[:HITS])
        found = match(Actor.objects.current().select_related("kind"), words)
        actors = list(found.order_by("-relevance", "sort_name", "pk")[:HITS])
    members = row.members.all()
    context = {
        "crumbs": crumbs_of((row.name, row.get_absolute_url()), (_("Entries by hand"), None)),
        "list": row,
        "q": words,
        "persons": persons,
        "actors": actors,
        "person_states": {one.person_id: one.is_excluded for one in members if one.person_id},
        "actor_states": {one.actor_id: one.is_excluded for one in members if one.actor_id},
        "here": request.get_full_path(),
    }
    return render(request, "actors/mailing/entries.html", context)


def _back(request, fallback):
    url = request.POST.get("zurueck", "")
    is_safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return redirect(url if is_safe else fallback)


@require_POST
@office_required
def entry(request):
    """Put a person or an actor on a list, keep them off it, or undo that; back to the page that asked."""
    row = get_object_or_404(MailingList, pk=positive_int(request.POST.get("liste")) or 0)
    who = {"person": None, "actor": None}
    if person := positive_int(request.POST.get("person")):
        who["person"] = get_object_or_404(Person, pk=person)
    else:
        who["actor"] = get_object_or_404(Actor, pk=positive_int(request.POST.get("akteur")) or 0)
    name, act = who["person"] or who["actor"], request.POST.get("tun")
    words = {"name": name, "list": row.name}
    try:
        if act == "entfernen":
            services.take_off(mailing_list=row, **who)
            text = _("The entry of %(name)s in “%(list)s” has been removed.")
        else:
            services.put(mailing_list=row, is_excluded=act == "ausnehmen", **who)
            text = _("%(name)s is on “%(list)s”.")
            if act == "ausnehmen":
                text = _("%(name)s is kept off “%(list)s”.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, text % words)
    return _back(request, row)


# --- unsubscribed addresses ---------------------------------------------------------------------------
@require_safe
@reader_required
def opt_outs(request):
    """Addresses that left a list, or all of them."""
    rows = MailingOptOut.objects.select_related("list").order_by("-created_at", "-pk")
    context = {
        "crumbs": crumbs_of((_("Unsubscribed addresses"), None)),
        "page_obj": Paginator(rows, PER_LIST).get_page(page_number(request.GET.get("seite"))),
        "may_edit": request.user.is_office,
    }
    return render(request, "actors/mailing/opt_outs.html", context)


@require_POST
@office_required
def opt_out_undo(request, pk):
    """Let an address get mails again, because its owner asked for it."""
    row = get_object_or_404(MailingOptOut, pk=pk)
    email = row.email
    services.forget_opt_out(row=row)
    messages.success(request, _("%(email)s gets mails again.") % {"email": email})
    return redirect("actors:mailing_opt_outs")


def portion_size():
    """How many addresses are copied at once."""
    return SiteSettings.load().bcc_portion
