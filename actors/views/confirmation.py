"""Requests to confirm details: prepare, choose, look at the recipients, send, watch the answers come in, remind."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.models import Mail, SiteSettings
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..confirming import oldest_fresh_day
from ..filters_confirmation import ConfirmationFilter
from ..forms_confirmation import ConfirmationRoundForm, NewLinkForm
from ..models import Actor, ConfirmationRequest, ConfirmationRound, ProposedChange
from ..querysets_confirmation import due_for_confirmation
from ..services import confirmation
from .listing import chips

PER_PAGE, PER_CHOICE, MOST = 25, 100, 1000
State = ConfirmationRequest.State


def _crumbs(*rest):
    return [(_("Confirm details"), reverse("actors:confirmation_rounds")), *rest]


@require_safe
@reader_required
def index(request):
    """All rounds with how many answers came in, and what waits."""
    answered = Q(requests__state__in=confirmation.ANSWERED)
    rows = ConfirmationRound.objects.annotate(
        asked=Count("requests"), answered=Count("requests", filter=answered)
    ).order_by("-created_at", "-pk")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "may_edit": request.user.is_office,
        "waiting": ProposedChange.objects.waiting().values("actor").distinct().count(),
        "wishes": ConfirmationRequest.objects.removal_wishes().select_related("actor")[:20],
        "due": due_for_confirmation(Actor.objects.all(), oldest_fresh_day(SiteSettings.load())).count(),
    }
    return render(request, "actors/confirmation/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new round; next the actors are chosen."""

    def save(form):
        form.instance.created_by = request.user
        row = confirmation.save_round(round=form.instance)
        return reverse("actors:confirmation_select", args=[row.pk])

    return edit_page(
        request,
        ConfirmationRoundForm(posted(request)),
        save=save,
        title=_("New request to confirm details"),
        text=_("Next you choose the organisations. Nothing is sent before you have seen who gets a mail."),
        cancel=reverse("actors:confirmation_rounds"),
        trail=_crumbs(),
        submit_label=_("Next"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change title, deadline or words, also while answers come in."""
    row = get_object_or_404(ConfirmationRound, pk=pk)

    def save(form):
        saved = confirmation.save_round(round=form.instance, version=form.cleaned_data["version"])
        return saved.get_absolute_url()

    return edit_page(
        request,
        ConfirmationRoundForm(posted(request), instance=row),
        save=save,
        title=_("Edit the round"),
        cancel=row.get_absolute_url(),
        trail=_crumbs((row.title, row.get_absolute_url())),
        delete_url="" if row.sent_at else reverse("actors:confirmation_delete", args=[row.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a round in which nobody was asked."""
    row = get_object_or_404(ConfirmationRound, pk=pk, sent_at__isnull=True)
    home = reverse("actors:confirmation_rounds")
    return delete_page(
        request, row, cancel=row.get_absolute_url(), done=home, trail=_crumbs(), delete=confirmation.delete_round
    )


@require_POST
@office_required
def start(request):
    """One click on the today page: a round of all entries that are due, ready to be looked at and sent."""
    row = confirmation.start_round(by=request.user)
    return redirect(f"{reverse('actors:confirmation_check', args=[row.pk])}?stand=alt")


def _filtered(request, row):
    """The filter of the page with its actors: those due, unless the address says otherwise."""
    data = request.GET.copy()
    if not request.GET:
        data["stand"] = "alt"
    filterset = ConfirmationFilter(data, queryset=Actor.objects.current())
    return filterset, filterset.qs.exclude(confirmation_requests__round=row)


@require_safe
@office_required
def select(request, pk):
    """Choose actors by the filter of their list; entries that are due are ticked already."""
    row = get_object_or_404(ConfirmationRound, pk=pk)
    filterset, found = _filtered(request, row)
    page = Paginator(found, PER_CHOICE).get_page(page_number(request.GET.get("seite")))
    keys = [actor.pk for actor in page]
    due = due_for_confirmation(Actor.objects.filter(pk__in=keys), oldest_fresh_day(SiteSettings.load()))
    _found, without = confirmation.recipients_of(list(page))
    context = {
        "crumbs": _crumbs((row.title, row.get_absolute_url()), (_("Organisations"), None)),
        "round": row,
        "filter": filterset,
        "notices": filterset.notices,
        "chips": chips(request, filterset),
        "page_obj": page,
        "due": set(due.values_list("pk", flat=True)),
        "without": {actor.pk for actor in without},
        "check_url": reverse("actors:confirmation_check", args=[row.pk]),
        "query": filterset.data.urlencode(),
    }
    return render(request, "actors/confirmation/select.html", context)


def _chosen(request, row):
    """The actors ticked in a POST, or with a filter in the address all that it finds."""
    if request.method == "POST":
        keys = [key for key in map(positive_int, request.POST.getlist("auswahl")[:MOST]) if key]
        return Actor.objects.current().filter(pk__in=keys).exclude(confirmation_requests__round=row)
    return _filtered(request, row)[1]


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def check(request, pk):
    """Who will get a mail, and who cannot be asked. A POST brings the ticked actors; nothing is saved or sent."""
    row = get_object_or_404(ConfirmationRound, pk=pk)
    found, without = confirmation.recipients_of(list(_chosen(request, row)[:MOST]))
    context = {
        "crumbs": _crumbs((row.title, row.get_absolute_url()), (_("Recipients"), None)),
        "round": row,
        "recipients": found,
        "without": without,
        "is_late": row.deadline < timezone.localdate(),
    }
    return render(request, "actors/confirmation/check.html", context)


# --- the page of a round ------------------------------------------------------------------------------
@dataclass
class Line:
    """A recipient on the page of a round."""

    request: ConfirmationRequest
    mail: Mail | None
    waiting: int

    @property
    def mail_trouble(self):
        """Whether the last mail did not arrive, or perhaps not."""
        return bool(self.mail and self.mail.state in (Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR))


def _standing(request, row):
    """Everything that changes while answers come in, in a constant number of queries."""
    rows = row.requests.select_related("actor", "link").annotate(
        waiting=Count("changes", filter=Q(changes__state="open"))
    )
    page = Paginator(rows.order_by("actor__sort_name", "pk"), PER_CHOICE).get_page(
        page_number(request.GET.get("seite"))
    )
    numbers = dict(row.requests.order_by().values_list("state").annotate(number=Count("pk")))
    keys = {confirmation.mail_key(one): one.pk for one in page}
    mails = {mail.about: mail for mail in Mail.objects.filter(about__in=keys).order_by("created_at", "pk")}
    lines = [Line(one, mails.get(confirmation.mail_key(one)), one.waiting) for one in page]
    return {
        "round": row,
        "lines": lines,
        "page_obj": page,
        "asked": sum(numbers.values()),
        "answered": sum(numbers.get(state, 0) for state in confirmation.ANSWERED),
        "open_count": numbers.get("open", 0),
        "confirmed": numbers.get("confirmed", 0),
        "corrected": numbers.get("corrected", 0),
        "removal": numbers.get("removal", 0),
        "trouble": sum(line.mail_trouble for line in lines),
        "may_edit": request.user.is_office,
    }


@require_safe
@reader_required
def show(request, pk):
    """A round with its answers."""
    row = get_object_or_404(ConfirmationRound, pk=pk)
    context = {"crumbs": _crumbs((row.title, None)), "query": f"?seite={page_number(request.GET.get('seite'))}"}
    return render(request, "actors/confirmation/round.html", context | _standing(request, row))


@require_safe
@reader_required
def live(request, pk):
    """The part of the page that htmx fetches again while answers come in."""
    row = get_object_or_404(ConfirmationRound, pk=pk)
    return render(request, "actors/confirmation/_standing.html", _standing(request, row))


def _step(request, row, act):
    """Do one step on a round and go back to its page, saying what happened."""
    try:
        messages.success(request, act())
    except StaleObject:
        messages.error(request, _("Somebody changed this round meanwhile. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(row.get_absolute_url())


@require_POST
@office_required
def send(request, pk):
    """Ask the actors shown on the page before."""
    row = get_object_or_404(ConfirmationRound, pk=pk)

    def act():
        requests, without = confirmation.ask(round=row, actors=list(_chosen(request, row)))
        text = ngettext("One mail is on its way.", "%(n)s mails are on their way.", len(requests))
        text %= {"n": len(requests)}
        if without:
            more = ngettext("One organisation has no address.", "%(n)s organisations have no address.", len(without))
            text += " " + more % {"n": len(without)}
        return text

    return _step(request, row, act)


@require_POST
@office_required
def remind(request, pk):
    """Remind everybody who has not answered."""
    row = get_object_or_404(ConfirmationRound, pk=pk)

    def act():
        number = confirmation.remind_open(round=row)
        if not number:
            return _("Nobody had to be reminded: everybody has answered or was reminded today.")
        return ngettext("One reminder is on its way.", "%(n)s reminders are on their way.", number) % {"n": number}

    return _step(request, row, act)


def _request(pk):
    return get_object_or_404(ConfirmationRequest.objects.select_related("round", "link", "actor"), pk=pk)


@require_POST
@office_required
def remind_one(request, pk):
    """Remind one recipient."""
    row = _request(pk)

    def act():
        if confirmation.remind(request=row):
            return _("A reminder to %(name)s is on its way.") % {"name": row.name}
        return _("%(name)s has answered or was reminded today.") % {"name": row.name}

    return _step(request, row.round, act)


@require_POST
@office_required
def withdraw(request, pk):
    """Close the link of one recipient."""
    row = _request(pk)

    def act():
        confirmation.withdraw(request=row)
        return _("The link of %(name)s no longer opens.") % {"name": row.name}

    return _step(request, row.round, act)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def new_link(request, pk):
    """A new link for a recipient, perhaps to another address."""
    row = _request(pk)

    def save(form):
        confirmation.new_link(request=row, email=form.cleaned_data["email"])
        messages.success(request, _("A new link to %(name)s is on its way.") % {"name": row.name})
        return row.round.get_absolute_url()

    return edit_page(
        request,
        NewLinkForm(posted(request), initial={"email": row.email}),
        save=save,
        title=_("New link for %(name)s") % {"name": row.actor},
        text=_("The old link no longer opens. What was written stays."),
        cancel=row.round.get_absolute_url(),
        trail=_crumbs((row.round.title, row.round.get_absolute_url())),
        submit_label=_("Send the new link"),
    )
