"""Funding: the overview, funders and programmes, calls."""

from django.db.models import Count, F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.display import format_day, format_period
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import positive_int

from ..budget import overview, warnings_of
from ..due_funding import due_rows
from ..forms_funding import CallForm, FunderForm, ProgrammeForm
from ..models import Funder, FundingApplication, FundingCall, FundingProgramme, Grant
from ..services import funding as services
from .funding_common import (
    Act,
    Cell,
    Grid,
    amount,
    crumbs,
    delete_page,
    edit_page,
    list_page,
    matching,
    page_of,
    pick,
    posted,
    query_of,
    show_page,
    tabs,
)

MOST_WARNINGS, MOST_DAYS = 20, 12


def _sums_grid(title, head, rows, total, key):
    heads = [(head, False), (_("Granted"), True), (_("Planned"), True), (_("Spent"), True), (_("Left"), True)]
    grid = Grid(title, heads, key=key, empty=_("No grants yet."))
    grid.rows = [[Cell(row.label, row.url), *_amounts(row)] for row in rows]
    grid.total = [Cell(_("Total")), *_amounts(total)] if rows else None
    return grid


def _amounts(sums):
    return [
        amount(sums.granted),
        amount(sums.planned, tone="warning" if sums.planned > sums.granted else ""),
        amount(sums.spent, bar=sums.percent),
        amount(sums.left, tone="danger" if sums.left < 0 else ""),
    ]


@require_safe
@reader_required
def index(request):
    """Planned, granted and spent per programme and year (`?jahr=`), warnings, and the next days that matter."""
    today = timezone.localdate()
    found = overview()
    years = [row.label for row in found.years]
    chosen = pick(request, "jahr", _("Budget year"), [(year, year) for year in years])
    if chosen.value:
        found = overview(int(chosen.value))
    warned = Grant.objects.visible_inside(request.user).with_sums().with_warnings(today).filter(has_warning=True)
    warned = list(warned.select_related("programme").order_by("end_on", "pk")[: MOST_WARNINGS + 1])
    title = _("Per programme in %(year)s") % {"year": chosen.value} if chosen.value else _("Per programme")
    context = {
        "tabs": tabs("funding"),
        "pick": chosen,
        "grids": [
            _sums_grid(title, _("Funding programme"), found.programmes, found.total, "programme"),
            _sums_grid(_("Per year"), _("Budget year"), found.years, found.all_years, "jahre"),
        ],
        "warned": [(grant, warnings_of(grant)) for grant in warned[:MOST_WARNINGS]],
        "has_more_warned": len(warned) > MOST_WARNINGS,
        "days": due_rows(request.user, today, site=SiteSettings.load(), limit=MOST_DAYS)[:MOST_DAYS],
        "today": today,
        "vouchers_url": f"{reverse('measures:funding_vouchers')}?jahr={chosen.value or today.year}",
        "vouchers_year": chosen.value or today.year,
        "may_edit": request.user.is_office,
    }
    return render(request, "measures/funding/overview.html", context)


# --- funders and programmes ---------------------------------------------------------------------------------
@require_safe
@reader_required
def programmes(request):
    """All programmes by funder, and the funders themselves; `?q=`, `?art=` of the funder."""
    query = query_of(request)
    kind = pick(request, "art", _("Kind of funder"), Funder.Kind.choices)
    rows = FundingProgramme.objects.visible_inside(request.user).select_related("funder")
    rows = matching(rows, query).annotate(
        call_count=Count("calls", distinct=True), grant_count=Count("grants", distinct=True)
    )
    if kind.value:
        rows = rows.filter(funder__kind=kind.value)
    page = page_of(request, rows.order_by("funder__sort_name", "sort_name", "pk"))
    heads = [(_("Funding programme"), False), (_("Funder"), False), (_("Valid"), False)]
    grid = Grid(_("Funders and programmes"), [*heads, (_("Calls"), False), (_("Grants"), False)])
    for row in page.object_list:
        edit = reverse("measures:funder_edit", args=[row.funder_id]) if request.user.is_office else ""
        grid.rows.append(
            [
                Cell(row.label, row.get_absolute_url(), row.name if row.short_name else ""),
                Cell(row.funder, edit, row.funder.get_kind_display()),
                Cell(format_period(row.valid_from, row.valid_until)),
                Cell(str(row.call_count)),
                Cell(str(row.grant_count)),
            ]
        )
    lonely = Funder.objects.visible_inside(request.user).filter(programmes__isnull=True)
    if not (query or kind.value) and page.number == page.paginator.num_pages:
        for row in lonely[:50]:
            edit = reverse("measures:funder_edit", args=[row.pk]) if request.user.is_office else ""
            grid.rows.append([Cell(_("no programme yet")), Cell(row, edit, row.get_kind_display()), *[Cell()] * 3])
    acts = [
        Act(_("Add a funder"), reverse("measures:funder_create"), "plus"),
        Act(_("Add a programme"), reverse("measures:programme_create"), "plus", is_main=True),
    ]
    return list_page(
        request, current="programmes", title=_("Funders and programmes"), grid=grid, page_obj=page, picks=[kind],
        query=query, acts=acts, empty=_("Enter a funder first, then its programmes."),
    )  # fmt: skip


def _programme_trail(*rest):
    return crumbs((_("Funders and programmes"), reverse("measures:programmes")), *rest)


@require_safe
@reader_required
def programme(request, pk):
    """One programme with its calls, applications and grants."""
    rows = FundingProgramme.objects.visible_inside(request.user).select_related("funder")
    row = get_object_or_404(rows, pk=pk)
    calls = Grid(_("Calls"), [(_("Title"), False), (_("Deadline"), False)], key="aufrufe", empty=_("No calls yet."))
    calls.rows = [
        [Cell(call, call.get_absolute_url()), Cell(format_day(call.deadline) or _("at any time"))]
        for call in row.calls.all()[:50]
    ]
    asked = Grid(
        _("Applications"), [(_("Title"), False), (_("State"), False), (_("Amount applied for"), True)],
        key="antraege", empty=_("No applications yet."),
    )  # fmt: skip
    asked.rows = [
        [Cell(one, one.get_absolute_url()), Cell(one.get_state_display()), amount(one.amount)]
        for one in row.applications.all()[:50]
    ]
    granted = Grid(
        _("Grants"), [(_("Title"), False), (_("Period"), False), (_("Granted"), True), (_("Spent"), True)],
        key="bewilligungen", empty=_("No grants yet."),
    )  # fmt: skip
    granted.rows = [
        [
            Cell(one, one.get_absolute_url(), one.notice_number),
            Cell(format_period(one.start_on, one.end_on)),
            amount(one.amount),
            amount(one.spent),
        ]
        for one in row.grants.with_sums()[:50]
    ]
    acts = [
        Act(_("Delete"), reverse("measures:programme_delete", args=[pk]), "trash"),
        Act(_("Add a call"), f"{reverse('measures:funding_call_create')}?programm={pk}", "plus"),
        Act(_("Edit"), reverse("measures:programme_edit", args=[pk]), "edit", is_main=True),
    ]
    facts = [
        (_("Name"), row.name, ""),
        (_("Funder"), row.funder, ""),
        (_("Valid"), format_period(row.valid_from, row.valid_until), ""),
        (_("On the web"), row.url, row.url),
        (_("For the funder"), _("Measures as PDF"), reverse("measures:programme_list", args=[pk, "pdf"])),
        (_("To calculate with"), _("Measures as Excel"), reverse("measures:programme_list", args=[pk, "xlsx"])),
    ]
    return show_page(
        request, row, kicker=_("Funding programme"), facts=facts, grids=[calls, asked, granted], acts=acts,
        texts=[(_("Funding notice"), row.notice_text), (_("Note"), row.note)],
        crumbs=_programme_trail((str(row), None)),
    )  # fmt: skip


def _record(model, form_class, *, name, title, trail, home):
    """The views to create and to change a row of a model; both are thin around the same page."""

    def save(form, row=None):
        saved = services.save_record(
            model=model, data=form.data_for_service, row=row, version=form.cleaned_data["version"]
        )
        return saved.get_absolute_url() if hasattr(saved, "get_absolute_url") else reverse(home)

    @require_http_methods(["GET", "HEAD", "POST"])
    @office_required
    def create(request):
        initial = {"programme": positive_int(request.GET.get("programm"))}
        form = form_class(posted(request), initial=initial)
        return edit_page(request, form, save=save, title=title(), cancel=reverse(home), trail=trail())

    @require_http_methods(["GET", "HEAD", "POST"])
    @office_required
    def edit(request, pk):
        row = get_object_or_404(model.objects.editable_by(request.user), pk=pk)
        url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse(home)
        words, form = str(row), form_class(posted(request), instance=row)
        return edit_page(
            request, form, save=lambda form: save(form, row), title=_("Edit “%(title)s”") % {"title": words},
            cancel=url, trail=trail(), delete_url=reverse(f"measures:{name}_delete", args=[pk]),
        )  # fmt: skip

    @require_http_methods(["GET", "HEAD", "POST"])
    @office_required
    def delete(request, pk):
        row = get_object_or_404(model.objects.editable_by(request.user), pk=pk)
        url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse(home)
        return delete_page(request, row, cancel=url, done=reverse(home), trail=trail((str(row), url)))

    return create, edit, delete


def _calls_trail(*rest):
    return crumbs((_("Calls"), reverse("measures:funding_calls")), *rest)


funder_create, funder_edit, funder_delete = _record(
    Funder, FunderForm, name="funder", title=lambda: _("New funder"), trail=_programme_trail, home="measures:programmes"
)
programme_create, programme_edit, programme_delete = _record(
    FundingProgramme,
    ProgrammeForm,
    name="programme",
    title=lambda: _("New funding programme"),
    trail=_programme_trail,
    home="measures:programmes",
)
call_create, call_edit, call_delete = _record(
    FundingCall,
    CallForm,
    name="funding_call",
    title=lambda: _("New call"),
    trail=_calls_trail,
    home="measures:funding_calls",
)


# --- calls ------------------------------------------------------------------------------------------------
@require_safe
@reader_required
def calls(request):
    """Calls: open ones, past ones or all (`?stand=`), of a programme (`?programm=`)."""
    today = timezone.localdate()
    rows = FundingCall.objects.visible_inside(request.user).select_related("programme")
    rows = rows.annotate(application_count=Count("applications"))
    state = pick(request, "stand", _("State"), [("offen", _("open")), ("kommend", _("to come")), ("vorbei", _("past"))])
    chosen = programme_pick(request)
    if state.value == "offen":
        rows = rows.open(today)
    elif state.value == "kommend":
        rows = rows.filter(opens_on__gt=today)
    elif state.value == "vorbei":
        rows = rows.filter(deadline__lt=today)
    if chosen.value:
        rows = rows.filter(programme=chosen.value)
    page = page_of(request, rows.order_by(F("deadline").desc(nulls_first=True), "pk"))
    heads = [(_("Call"), False), (_("Funding programme"), False), (_("Opens on"), False), (_("Deadline"), False)]
    grid = Grid(_("Calls"), [*heads, (_("Applications"), False)])
    for row in page.object_list:
        is_past = row.deadline and row.deadline < today
        grid.rows.append(
            [
                Cell(row, row.get_absolute_url()),
                Cell(row.programme, row.programme.get_absolute_url()),
                Cell(format_day(row.opens_on)),
                Cell(format_day(row.deadline) or _("at any time"), note=_("past") if is_past else ""),
                Cell(str(row.application_count)),
            ]
        )
    acts = [Act(_("Add a call"), reverse("measures:funding_call_create"), "plus", is_main=True)]
    return list_page(
        request, current="funding_calls", title=_("Calls"), grid=grid, page_obj=page, picks=[state, chosen],
        acts=acts, empty=_("Calls of funders with their deadlines: they stand on the today page and in the calendar."),
    )  # fmt: skip


def programme_pick(request):
    """The choice of a programme, used by several lists."""
    rows = FundingProgramme.objects.visible_inside(request.user)
    return pick(request, "programm", _("Funding programme"), [(row.pk, row.label) for row in rows])


@require_safe
@reader_required
def call(request, pk):
    """One call with the applications under it."""
    rows = FundingCall.objects.visible_inside(request.user).select_related("programme__funder")
    row = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    asked = Grid(
        _("Applications"), [(_("Title"), False), (_("State"), False), (_("Amount applied for"), True)],
        key="antraege", empty=_("No applications yet."),
    )  # fmt: skip
    asked.rows = [
        [Cell(one, one.get_absolute_url()), Cell(one.get_state_display()), amount(one.amount)]
        for one in FundingApplication.objects.filter(call=row)[:100]
    ]
    new = f"{reverse('measures:funding_application_create')}?aufruf={pk}"
    acts = [
        Act(_("Delete"), reverse("measures:funding_call_delete", args=[pk]), "trash"),
        Act(_("Edit"), reverse("measures:funding_call_edit", args=[pk]), "edit"),
        Act(_("Apply"), new, "plus", is_main=True),
    ]
    is_open = (row.opens_on is None or row.opens_on <= today) and (row.deadline is None or row.deadline >= today)
    facts = [
        (_("Funding programme"), row.programme, row.programme.get_absolute_url()),
        (_("Funder"), row.programme.funder, ""),
        (_("Opens on"), format_day(row.opens_on), ""),
        (_("Deadline"), format_day(row.deadline) or _("at any time"), ""),
        (_("On the web"), row.url, row.url),
    ]
    return show_page(
        request, row, kicker=_("Call for applications"), facts=facts, grids=[asked], acts=acts,
        badge=(_("open"), "success") if is_open else None, texts=[(_("Note"), row.note)],
        crumbs=_calls_trail((str(row), None)),
    )  # fmt: skip
