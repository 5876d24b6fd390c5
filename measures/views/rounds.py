"""Progress rounds: prepare, send, watch the answers come in, remind, close."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
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

from .. import services
from ..forms_coordination import AddressForm, RoundForm
from ..models import Measure, ProgressReport, ProgressRequest, ProgressRound, Status
from ..models.states import OPEN
from ..office_filters import OfficeMeasureFilter
from ..services import rounds

PER_PAGE, MOST = 25, 1000
ANSWERED = (ProgressReport.State.SUBMITTED, ProgressReport.State.ACCEPTED)
State = ProgressRound.State


def _crumbs(*rest):
    return [(_("Progress rounds"), reverse("measures:rounds")), *rest]


@require_safe
@reader_required
def index(request):
    """All rounds with how many answers came in."""
    rows = ProgressRound.objects.annotate(
        asked=Count("requests__reports", distinct=True),
        answered=Count("requests__reports", filter=Q(requests__reports__state__in=ANSWERED), distinct=True),
    ).order_by("-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    return render(request, "measures/rounds/index.html", {"page_obj": page, "may_edit": request.user.is_office})


def _filtered(request):
    """Running or coming measures that the filter of the office table finds."""
    chosen = OfficeMeasureFilter(request.GET, user=request.user, on=timezone.localdate(), site=SiteSettings.load())
    return chosen, chosen.qs.filter(status__in=OPEN, archived_at__isnull=True)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new round. A filter in the address (as of the office table) chooses its measures at once."""
    form = RoundForm(request.POST or None)
    _chosen, found = _filtered(request)
    has_filter = bool(request.GET)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.created_by = request.user
        services.rounds.save_round(round=row, measures=found[:MOST] if has_filter else None)
        return redirect(row.get_absolute_url() if has_filter else reverse("measures:round_select", args=[row.pk]))
    count = found.count() if has_filter else 0
    return render(
        request,
        "ui/form_page.html",
        {
            "crumbs": _crumbs((_("New round"), None)),
            "title": _("New progress round"),
            "text": ngettext(
                "One measure is chosen by your filter.", "%(n)s measures are chosen by your filter.", count
            )
            % {"n": count}
            if has_filter
            else _("Next you choose the measures. Nothing is sent before you have seen who gets a mail."),
            "form": form,
            "submit_label": _("Next"),
            "cancel_url": reverse("measures:rounds"),
        },
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change title, deadline or words; the deadline also while the round runs."""
    row = get_object_or_404(ProgressRound, pk=pk)
    form, status = RoundForm(request.POST or None, instance=row), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.rounds.save_round(round=form.instance, version=form.cleaned_data["version"])
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("“%(title)s” has been saved.") % {"title": row})
                return redirect(row.get_absolute_url())
    title = _("Edit the round")
    context = {"crumbs": _crumbs((row, row.get_absolute_url()), (title, None)), "title": title, "form": form}
    return render(request, "ui/form_page.html", context | {"cancel_url": row.get_absolute_url()}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def select(request, pk):
    """Choose measures by the filter of the office table; ticks change the shown ones only."""
    row = get_object_or_404(ProgressRound, pk=pk, state=State.DRAFT)
    chosen, found = _filtered(request)
    if request.method == "POST":
        numbers = {
            key: [n for n in map(positive_int, request.POST.getlist(key)) if n] for key in ("gezeigt", "auswahl")
        }
        if request.POST.get("tun") == "alle":
            services.rounds.choose_measures(round=row, add=found[:MOST])
        else:
            shown = Measure.objects.editable_by(request.user).filter(pk__in=numbers["gezeigt"])
            ticked = set(numbers["auswahl"])
            services.rounds.choose_measures(
                round=row,
                add=[measure for measure in shown if measure.pk in ticked],
                remove=[measure for measure in shown if measure.pk not in ticked],
            )
        return redirect(row.get_absolute_url())
    rows = found.select_related("lead").with_placements()
    page = Paginator(rows, 100).get_page(page_number(request.GET.get("seite")))
    return render(
        request,
        "measures/rounds/select.html",
        {
            "crumbs": _crumbs((row, row.get_absolute_url()), (_("Measures"), None)),
            "round": row,
            "filter": chosen,
            "notices": chosen.notices,
            "page_obj": page,
            "ticked": set(row.measures.values_list("pk", flat=True)),
            "statuses": [Status(value) for value in OPEN],
        },
    )


# --- the page of a round --------------------------------------------------------------------------------
@dataclass
class Line:
    """A recipient on the page of a round."""

    request: ProgressRequest
    reports: list
    mail: Mail | None
    handed_on: int = 0
    answered: int = field(init=False)

    def __post_init__(self):
        self.answered = sum(report.state in ANSWERED for report in self.reports)

    @property
    def is_open(self):
        return self.answered < len(self.reports)

    @property
    def mail_trouble(self):
        """Whether the last mail did not arrive, or perhaps not."""
        return bool(self.mail and self.mail.state in (Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR))


def lines_of(row):
    """The recipients of a round with their reports and last mails, in four queries; open ones first."""
    reports = ProgressReport.objects.select_related("measure").order_by("measure__sort_title")
    requests = list(
        row.requests.select_related("person", "actor", "link")
        .annotate(handed_on=Count("link__handed_on_to", distinct=True))
        .prefetch_related(Prefetch("reports", queryset=reports))
    )
    mails = {}
    keys = [request.mail_key for request in requests]
    for mail in Mail.objects.filter(about__in=keys).order_by("created_at", "pk"):
        mails[mail.about] = mail
    lines = [
        Line(request, list(request.reports.all()), mails.get(request.mail_key), request.handed_on)
        for request in requests
    ]
    return sorted(lines, key=lambda line: (not line.is_open, line.request.name.lower()))


def _standing(row):
    """Everything that changes while answers come in."""
    lines = lines_of(row)
    reports = [report for line in lines for report in line.reports]
    answered = sum(report.state in ANSWERED for report in reports)
    return {
        "round": row,
        "lines": lines,
        "asked": len(reports),
        "answered": answered,
        "open_count": len(reports) - answered,
        "waiting": sum(report.state == ProgressReport.State.SUBMITTED for report in reports),
        "plain": sum(report.is_plain for report in reports),
        "trouble": sum(line.mail_trouble for line in lines),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }


@require_safe
@reader_required
def show(request, pk):
    """A draft with whom it will ask; a running round with its answers."""
    row = get_object_or_404(ProgressRound, pk=pk)
    context = {"crumbs": _crumbs((row, None)), "round": row, "may_edit": request.user.is_office}
    if row.state == State.DRAFT:
        asked, without = rounds.recipients_of(row.measures.current())
        context |= {"recipients": asked, "without": without, "is_late": row.deadline < timezone.localdate()}
        return render(request, "measures/rounds/draft.html", context)
    return render(request, "measures/rounds/show.html", context | _standing(row) | {"without": _unasked(row)})


def _unasked(row):
    """Measures of the round that nobody could be asked for."""
    asked = ProgressReport.objects.filter(request__round=row).values("measure")
    return list(row.measures.exclude(pk__in=asked).with_placements())


@require_safe
@reader_required
def live(request, pk):
    """The part of the page that htmx fetches again while the round runs."""
    row = get_object_or_404(ProgressRound.objects.exclude(state=State.DRAFT), pk=pk)
    return render(request, "measures/rounds/_standing.html", _standing(row) | {"may_edit": request.user.is_office})


# --- steps ------------------------------------------------------------------------------------------------
def _step(request, pk, act):
    """Do one step on a round and go back to its page, saying what happened."""
    row = get_object_or_404(ProgressRound, pk=pk)
    try:
        messages.success(request, act(row))
    except StaleObject:
        messages.error(request, _("Somebody changed this round meanwhile. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(row.get_absolute_url())


@require_POST
@office_required
def send(request, pk):
    """Ask everybody shown on the page."""

    def act(row):
        version = positive_int(request.POST.get("version")) or None
        requests, without = rounds.send_round(round=row, version=version)
        text = ngettext("One mail is on its way.", "%(n)s mails are on their way.", len(requests)) % {
            "n": len(requests)
        }
        if without:
            text += " " + ngettext(
                "One measure has nobody to ask.", "%(n)s measures have nobody to ask.", len(without)
            ) % {"n": len(without)}
        return text

    return _step(request, pk, act)


@require_POST
@office_required
def remind(request, pk):
    """Remind everybody who has not answered."""

    def act(row):
        number = rounds.remind_open(round=row)
        if not number:
            return _("Nobody had to be reminded: everybody has answered or was reminded today.")
        return ngettext("One reminder is on its way.", "%(n)s reminders are on their way.", number) % {"n": number}

    return _step(request, pk, act)


@require_POST
@office_required
def accept_plain(request, pk):
    """Accept all answers that hold nothing to decide."""

    def act(row):
        number = services.rounds.accept_plain(round=row, by=request.user)
        return ngettext("One report was accepted.", "%(n)s reports were accepted.", number) % {"n": number}

    return _step(request, pk, act)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def close(request, pk):
    """Ask, then close: links no longer open."""
    row = get_object_or_404(ProgressRound, pk=pk, state=State.SENT)
    if request.method == "POST":

        def act(found):
            rounds.close_round(round=found)
            return _("The round is closed.")

        return _step(request, pk, act)
    context = {
        "crumbs": _crumbs((row, row.get_absolute_url()), (_("Close"), None)),
        "title": _("Close “%(title)s”?") % {"title": row},
        "text": _("The links in the mails no longer open. What has been handed in stays."),
        "action_label": _("Close the round"),
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "ui/confirm_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a round that was never sent."""
    row = get_object_or_404(ProgressRound, pk=pk, state=State.DRAFT)
    if request.method == "POST":
        title = str(row)
        row.delete()
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": title})
        return redirect("measures:rounds")
    context = {
        "crumbs": _crumbs((row, None)),
        "title": _("Delete “%(title)s”?") % {"title": row},
        "text": _("Nobody has been asked yet."),
        "action_label": _("Delete"),
        "cancel_url": row.get_absolute_url(),
        "danger": True,
    }
    return render(request, "ui/confirm_page.html", context)


@require_POST
@office_required
def withdraw(request, pk):
    """Close the link of one recipient."""
    row = get_object_or_404(ProgressRequest.objects.select_related("round", "link"), pk=pk)

    def act(_round):
        rounds.withdraw_link(request=row)
        return _("The link of %(name)s no longer opens.") % {"name": row}

    return _step(request, row.round_id, act)


@require_POST
@office_required
def remind_one(request, pk):
    """Remind one recipient."""
    row = get_object_or_404(ProgressRequest.objects.select_related("round", "link"), pk=pk)

    def act(_round):
        if rounds.remind(request=row):
            return _("A reminder to %(name)s is on its way.") % {"name": row}
        return _("%(name)s has answered or was reminded today.") % {"name": row}

    return _step(request, row.round_id, act)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def new_link(request, pk):
    """A new link for a recipient, perhaps to another address."""
    row = get_object_or_404(ProgressRequest.objects.select_related("round", "link"), pk=pk)
    form, status = AddressForm(request.POST or None, initial={"email": row.email}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rounds.new_link(request=row, email=form.cleaned_data["email"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("A new link to %(name)s is on its way.") % {"name": row})
                return redirect(row.round.get_absolute_url())
    title = _("New link for %(name)s") % {"name": row}
    context = {
        "crumbs": _crumbs((row.round, row.round.get_absolute_url()), (title, None)),
        "title": title,
        "text": _("The old link no longer opens. What was written stays."),
        "form": form,
        "submit_label": _("Send the new link"),
        "cancel_url": row.round.get_absolute_url(),
    }
    return render(request, "ui/form_page.html", context, status=status)
