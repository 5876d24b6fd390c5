"""Consultations in the office views: running them, the table of statements, assessing and answering."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import attachments, roles
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number
from integration_portal.core.views.editing import edit_page, posted
from integration_portal.core.writers import csv_response, xlsx_response

from .. import documents, exports
from ..forms_consultation import AssessForm, ConsultationForm, EntryForm, PeopleForm, StatementFilter, TogetherForm
from ..models import Consultation, Statement
from ..querysets_consultation import COUNTING
from ..services import consultation as services
from ..tree import nodes_of
from .common import act, crumbs, editable

PER_PAGE = 25


def _trail(*rest):
    return crumbs((_("Consultations"), reverse("concept:consultations")), *rest)


def _below(row, *rest):
    return _trail((str(row), row.get_absolute_url()), *rest)


def _one(rows, pk):
    return get_object_or_404(rows.select_related("revision__concept"), pk=pk)


def _readable(request, pk):
    return _one(Consultation.objects.visible_inside(request.user), pk)


def _editable(request, pk):
    return _one(Consultation.objects.editable_by(request.user), pk)


@require_safe
@reader_required
def index(request):
    """All consultations with how many statements came and are still to be assessed."""
    counting = Q(statements__state__in=COUNTING)
    rows = (
        Consultation.objects.select_related("revision")
        .order_by("-ends_on", "-pk")
        .annotate(
            number=Count("statements", filter=counting),
            to_do=Count("statements", filter=counting & Q(statements__result="")),
        )
    )
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "crumbs": crumbs((_("Consultations"), None)),
    }
    return render(request, "concept/consultations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Plan a consultation on a revision."""
    revision = editable(request, pk)
    row = Consultation(revision=revision)

    def save(form):
        return services.save_consultation(consultation=row, data=form.data_for_service).get_absolute_url()

    return edit_page(
        request,
        ConsultationForm(posted(request), instance=row),
        save=save,
        title=_("New consultation"),
        cancel=revision.get_absolute_url(),
        trail=crumbs((str(revision), revision.get_absolute_url())),
        text=str(revision),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a consultation."""
    row = _editable(request, pk)

    def save(form):
        services.save_consultation(consultation=row, data=form.data_for_service, version=form.cleaned_data["version"])
        return row.get_absolute_url()

    return edit_page(
        request,
        ConsultationForm(posted(request), instance=row),
        save=save,
        title=_("Edit the consultation"),
        cancel=row.get_absolute_url(),
        trail=_below(row),
    )


def _filtered(request, row, nodes):
    rows = row.statements.select_related("section", "same_as").order_by("number", "pk")
    return StatementFilter(request.GET, queryset=rows, nodes=nodes)


def _in_order(nodes, rows):
    """(key, section, number) of statements in the order of the sections they are about; those on the whole stand first."""
    place = {node.pk: node.place for node in nodes}
    return sorted(rows, key=lambda row: (place.get(row[1], -1), row[2] or 10**9, row[0]))


def by_section(nodes, statements):
    """Statements in the order of the sections they are about."""
    found = {one.pk: one for one in statements}
    return [
        found[key] for key, *_rest in _in_order(nodes, [(one.pk, one.section_id, one.number) for one in found.values()])
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def detail(request, pk):
    """The table of statements, by section; several are moderated or assessed in one go."""
    row = _readable(request, pk)
    nodes = nodes_of(row.revision, with_bodies=False)
    filterset = _filtered(request, row, nodes)
    rows = filterset.qs
    keys = [key for key, *_rest in _in_order(nodes, rows.values_list("pk", "section", "number"))]
    page = Paginator(keys, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    found = rows.in_bulk(page.object_list)
    shown = [found[key] for key in page.object_list]
    may_write = roles.is_office(request.user)
    form, status = TogetherForm(posted(request) if may_write else None, rows=shown), 200
    if request.method == "POST" and may_write:
        status = 422
        if form.is_valid() and _together(request, form, shown):
            return redirect(request.get_full_path())
    numbers = {node.pk: node.heading for node in nodes}
    for one in shown:
        one.heading = numbers.get(one.section_id, "")
    counts = row.statements.aggregate(
        number=Count("pk", filter=Q(state__in=COUNTING)),
        to_do=Count("pk", filter=Q(state__in=COUNTING, result="")),
        waiting=Count("pk", filter=Q(state="waiting")),
        to_answer=Count("pk", filter=Q(state__in=COUNTING, answered_at__isnull=True) & ~Q(result="") & ~Q(email="")),
    )
    context = {
        "consultation": row,
        "filter": filterset,
        "page_obj": page,
        "statements": shown,
        "form": form,
        "counts": counts,
        "invited": row.invitations.count(),
        "may_write": may_write,
        "crumbs": _trail((str(row), None)),
        "query": request.GET.urlencode(),
        "formats": (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV")),
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "concept/consultations/detail.html", context, status=status)


def _together(request, form, shown):
    chosen = [one for one in shown if one.pk in form.cleaned_data["chosen"]]
    data = form.cleaned_data
    try:
        if data["state"]:
            services.moderate(statements=chosen, state=data["state"])
        if data["result"]:
            services.assess(statements=chosen, result=data["result"], reason=data["reason"], by=request.user)
    except ValidationError as error:
        put_errors(form, error)
        return False
    words = ngettext("%(n)s statement has been saved.", "%(n)s statements have been saved.", len(chosen))
    messages.success(request, words % {"n": len(chosen)})
    return True


@require_safe
@reader_required
def export(request, pk, fmt):
    """The assessment table of the filtered statements: Excel, CSV, PDF, Word; with names, for the office."""
    row = _readable(request, pk)
    nodes = nodes_of(row.revision, with_bodies=False)
    rows = by_section(nodes, _filtered(request, row, nodes).qs.filter(state__in=COUNTING))
    return table_response(row, rows, fmt, public=False)


def table_response(row, rows, fmt, *, public):
    """The assessment table as a file."""
    if fmt in ("xlsx", "csv"):
        table = exports.statements_table(row, rows, public=public)
        return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=True)
    return documents.file_response(documents.assessment_document(row, rows, public=public), fmt)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def enter(request, pk):
    """Enter a statement that came by letter or at a hearing."""
    row = _editable(request, pk)

    def save(form):
        statement = services.take_in(
            consultation=row,
            data=form.data_for_service,
            channel=form.cleaned_data["channel"],
            by=request.user,
            uploads=form.uploads,
        )
        return statement.get_absolute_url()

    form = EntryForm(posted(request), request.FILES or None, consultation=row)
    return edit_page(
        request, form, save=save, title=_("Enter a statement"), cancel=row.get_absolute_url(), trail=_below(row)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def invite(request, pk):
    """Invite actors and others by personal link."""
    row = _editable(request, pk)

    def save(form):
        for name, email, actor in form.people():
            services.invite(consultation=row, name=name, email=email, actor=actor)
        return row.get_absolute_url()

    form = PeopleForm(posted(request), have=row.invitations.values("email"))
    return edit_page(
        request,
        form,
        save=save,
        title=_("Invite by mail"),
        cancel=row.get_absolute_url(),
        trail=_below(row),
        submit_label=_("Send the invitations"),
    )


def _step(request, pk, call, message):
    row = _editable(request, pk)
    return act(request, lambda: call(consultation=row), message, to=row)


@require_POST
@office_required
def publish(request, pk):
    """Show a consultation to everyone."""
    return _step(request, pk, services.publish, _("The consultation is public now."))


@require_POST
@office_required
def take_back(request, pk):
    """Take a consultation out of the public pages."""
    return _step(
        request,
        pk,
        lambda consultation: services.publish(consultation=consultation, is_published=False),
        _("The consultation is no longer public."),
    )


@require_POST
@office_required
def publish_results(request, pk):
    """Show the assessment to everyone."""
    return _step(request, pk, services.publish_results, _("The results are public now."))


@require_POST
@office_required
def take_results_back(request, pk):
    """Take the assessment out of the public pages."""
    return _step(
        request,
        pk,
        lambda consultation: services.publish_results(consultation=consultation, is_published=False),
        _("The results are no longer public."),
    )


@require_POST
@office_required
def answer(request, pk):
    """Write to everyone whose statement is assessed."""
    row = _editable(request, pk)
    written = services.answer_all(consultation=row)
    words = ngettext("%(n)s answer is on its way.", "%(n)s answers are on their way.", written)
    messages.success(request, words % {"n": written})
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def statement(request, pk, statement):
    """One statement with its files, and its assessment."""
    row = _readable(request, pk)
    one = get_object_or_404(
        Statement.objects.select_related(
            "consultation__revision", "section", "same_as", "changed_section__revision", "actor", "assessed_by"
        ),
        pk=statement,
        consultation=row,
    )
    counts = one.state in COUNTING
    form, status = None, 200
    if roles.is_office(request.user) and counts:
        form = AssessForm(posted(request), instance=one)
        if request.method == "POST":
            status = 422
            if form.is_valid():
                data = {name: form.cleaned_data[name] for name in ("result", "reason", "changed_section")}
                try:
                    services.assess(statements=[one], by=request.user, version=form.cleaned_data["version"], **data)
                except StaleObject as stale:
                    form.add_conflict(stale.current)
                    status = 409
                except ValidationError as error:
                    put_errors(form, error)
                else:
                    messages.success(request, _("It has been saved."))
                    following = row.statements.to_assess().filter(number__gt=one.number).order_by("number").first()
                    return redirect(following or row)
    context = {
        "statement": one,
        "consultation": row,
        "form": form,
        "files": list(attachments.of(one)),
        "twins": list(one.twins.order_by("number")),
        "cancel_url": row.get_absolute_url(),
        "crumbs": _below(row, (_("Statement %(number)s") % {"number": one}, None)),
        "history": history_of(one, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "concept/consultations/statement.html", context, status=status)
