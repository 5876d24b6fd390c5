"""Contact notes in the office views: list, export, sheet, form, follow-ups, figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.display import format_day
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.writers import csv_response, xlsx_response

from ..exports_advisory import advice_table
from ..figures_advisory import Figures, period_of
from ..filters_advisory import AdvisoryFilter
from ..forms_advisory import AdvisoryForm, PostponeAdviceForm
from ..models import Actor, AdvisoryEntry, Person
from ..services import advisory as services
from .listing import chips, columns, page_of


def crumbs(*rest):
    """The way to a page of the advisory log."""
    return [(_("Contacts and advice"), reverse("actors:advice_list")), *rest]


def back(request, default):
    """Where a form said it came from, if that is a page of this portal."""
    target = request.POST.get("zurueck", "")
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return default


def _filtered(request):
    return AdvisoryFilter(request.GET, queryset=AdvisoryEntry.objects.visible_inside(request.user), request=request)


@require_safe
@reader_required
def index(request):
    """The notes that the account may see, newest first."""
    filterset = _filtered(request)
    page = page_of(request, filterset.qs.with_list_relations())
    heads = (
        (_("Subject"), "", "p-grid__title"),
        (_("Day"), "tag", ""),
        (_("With whom"), "", ""),
        (_("Topic"), "", ""),
        (_("Minutes"), "", ""),
        (_("Follow-up"), "nachfassen", ""),
    )
    context = {
        "filter": filterset,
        "notices": filterset.notices,
        "columns": columns(request, filterset, heads),
        "chips": chips(request, filterset),
        "page_obj": page,
        "query": request.GET.urlencode(),
        "today": timezone.localdate(),
    }
    return render(request, "actors/advisory/list.html", context)


@require_safe
@reader_required
def export(request, fmt):
    """The filtered list as a spreadsheet: the same notes as on the page, all of them."""
    table = advice_table(_filtered(request).qs)
    if fmt == "xlsx":
        return xlsx_response(table)
    return csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@reader_required
def figures(request):
    """Hours, topics and numbers of a period, of the open notes only: the same for everybody."""
    period = period_of(request.GET)
    context = {
        "crumbs": crumbs((_("Figures"), None)),
        "period": period,
        "figures": Figures(AdvisoryEntry.objects.open_for_all().during(period.start, period.end), period),
    }
    return render(request, "actors/advisory/figures.html", context)


@require_safe
@reader_required
def detail(request, pk):
    """A note with its history. Who may open it only in an emergency is led to the page that asks for the reason."""
    note = AdvisoryEntry.objects.visible_inside(request.user).with_list_relations().filter(pk=pk).first()
    if note is None:
        get_object_or_404(AdvisoryEntry.objects.closed_to(request.user), pk=pk)
        return redirect("actors:advice_emergency", pk=pk)
    accesses = list(note.emergency_accesses.select_related("user").order_by("-created_at"))
    now = timezone.now()
    shared = note.author_id == request.user.pk or request.user in note.colleagues.all()
    opened = [row for row in accesses if row.user_id == request.user.pk and row.until > now]
    context = {
        "crumbs": crumbs((note.subject, None)),
        "note": note,
        "colleagues": list(note.colleagues.all()) if note.is_confidential else [],
        "accesses": accesses,
        "open_until": opened[0].until if opened and not shared and note.is_confidential else None,
        "may_edit": AdvisoryEntry.objects.editable_by(request.user).filter(pk=pk).exists(),
        "may_tick": note.is_to_follow_up and AdvisoryEntry.objects.tickable_by(request.user).filter(pk=pk).exists(),
        "today": timezone.localdate(),
        "history": history_of(note, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "actors/advisory/detail.html", context)


def _edit(request, *, instance, initial, save, key, label, url, context):
    draft, restored, data = draft_of(request.user, key), None, None
    if request.method == "POST":
        data, draft = request.POST, None
    elif draft and request.GET.get("entwurf") == "1":
        data, restored = as_form_data(draft), draft
    form = AdvisoryForm(data, instance=instance, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except StaleObject as stale:
            form.add_conflict(stale.current)
        except ValidationError as error:
            put_errors(form, error)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The contact note has been saved."))
            return redirect(saved)
    context = {
        "form": form,
        "draft": draft,
        "draft_restored": restored,
        "draft_key": key,
        "draft_label": label,
        "draft_url": url,
        **context,
    }
    status = 409 if form.conflict else 422 if request.method == "POST" else 200
    return render(request, "actors/advisory/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new note of today; `?akteur=` and `?person=` fill in with whom. A person brings the actors they act for."""
    actors = Actor.objects.current().filter(pk=positive_int(request.GET.get("akteur")) or 0)
    person = Person.objects.visible_inside(request.user).filter(pk=positive_int(request.GET.get("person")) or 0).first()
    day = timezone.localdate()
    chosen = list(actors.values_list("pk", flat=True))
    if person and not chosen:
        current = person.roles.exclude(until__lt=day).exclude(since__gt=day).filter(actor__archived_at__isnull=True)
        chosen = list(current.values_list("actor", flat=True))
    return _edit(
        request,
        instance=None,
        initial={"happened_on": day, "actors": chosen, "persons": [person.pk] if person else []},
        save=lambda form: services.create_advice(data=form.data_for_service, by=request.user),
        key="actors.advice:new",
        label=_("New contact note"),
        url=reverse("actors:advice_new"),
        context={
            "title": _("New contact note"),
            "crumbs": crumbs((_("New contact note"), None)),
            "cancel_url": reverse("actors:advice_list"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a note; whoever comes second sees what the first one saved."""
    note = get_object_or_404(AdvisoryEntry.objects.editable_by(request.user).select_related("author"), pk=pk)
    subject, day = note.subject, note.happened_on
    return _edit(
        request,
        instance=note,
        initial=None,
        save=lambda form: services.update_advice(
            entry=note, data=form.data_for_service, by=request.user, version=form.cleaned_data["version"]
        ),
        key=f"actors.advice:{pk}",
        label=_("Contact note of %(day)s") % {"day": format_day(day)},
        url=reverse("actors:advice_edit", args=[pk]),
        context={
            "title": _("Edit the contact note"),
            "crumbs": crumbs((subject, note.get_absolute_url()), (_("Edit"), None)),
            "cancel_url": note.get_absolute_url(),
        },
    )


@require_POST
@office_required
def follow_up_done(request, pk):
    """Tick the follow-up of a note."""
    note = get_object_or_404(AdvisoryEntry.objects.tickable_by(request.user), pk=pk)
    done = services.finish_follow_up(entry=note, by=request.user)
    messages.success(request, _("“%(title)s” has been followed up.") % {"title": done})
    return redirect(back(request, done.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def follow_up_postpone(request, pk):
    """Another day for the follow-up of a note."""
    note = get_object_or_404(AdvisoryEntry.objects.tickable_by(request.user), pk=pk)
    form, status = PostponeAdviceForm(initial={"due_on": note.follow_up_on}), 200
    if request.method == "POST":
        form, status = PostponeAdviceForm(request.POST), 422
        if form.is_valid():
            try:
                moved = services.postpone_follow_up(entry=note, to=form.cleaned_data["due_on"], by=request.user)
            except ValidationError as error:
                put_errors(form, error)
            else:
                words = {"title": moved, "day": format_day(moved.follow_up_on)}
                messages.success(request, _("“%(title)s” is due on %(day)s.") % words)
                return redirect(back(request, moved.get_absolute_url()))
    title = _("Postpone the follow-up")
    context = {
        "crumbs": crumbs((note.subject, note.get_absolute_url()), (title, None)),
        "title": title,
        "text": note.subject,
        "form": form,
        "submit_label": _("Postpone"),
        "cancel_url": note.get_absolute_url(),
    }
    return render(request, "ui/form_page.html", context, status=status)
