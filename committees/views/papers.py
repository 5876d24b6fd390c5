"""Papers for the office, readers and members of the committees: list, export, sheet, versions; writing is the office's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.views.listing import chips, columns, page_of
from integration_portal.core import attachments, roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import delete_page, edit_page, posted
from integration_portal.core.writers import csv_response, xlsx_response

from ..chain import chain_of_paper, links_of
from ..comparison import compare_texts, compare_words
from ..exports_papers import papers_table
from ..filters_papers import PaperFilter
from ..forms_papers import PaperFileForm, PaperForm
from ..models import Paper
from ..querysets import committees_of
from ..services import papers as services


def crumbs(*rest):
    """The way to a page about papers."""
    return [(_("Papers"), reverse("committees:paper_list")), *rest]


def _filtered(request):
    return PaperFilter(request.GET, queryset=Paper.objects.visible_inside(request.user), request=request)


@require_safe
@login_required
def index(request):
    """The papers the account may see, newest first."""
    filterset = _filtered(request)
    page = page_of(request, filterset.qs.prefetch_related("referrals__committee"))
    heads = (
        (_("Paper"), "titel", "p-grid__title"),
        (_("Kind"), "", ""),
        (_("Dated"), "tag", ""),
        (_("Referral path"), "", ""),
        (_("State"), "", ""),
    )
    context = {
        "filter": filterset,
        "notices": filterset.notices,
        "columns": columns(request, filterset, heads),
        "chips": chips(request, filterset),
        "page_obj": page,
        "query": request.GET.urlencode(),
        "may_write": roles.is_office(request.user),
    }
    return render(request, "committees/papers/list.html", context)


@require_safe
@login_required
def export(request, fmt):
    """The filtered list as a spreadsheet: the same papers as on the page, all of them."""
    table = papers_table(_filtered(request).qs)
    if fmt == "xlsx":
        return xlsx_response(table)
    return csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@login_required
def detail(request, pk):
    """A paper with its path, files and what it belongs to; the history for those who read everything."""
    user = request.user
    rows = Paper.objects.visible_inside(user).select_related("originator", "lead", "author", "created_by")
    paper = get_object_or_404(rows, pk=pk)
    reads_all, may_write = roles.reads_all(user), roles.is_office(user)
    stops = list(paper.referrals.select_related("committee", "item__meeting__committee"))
    own = None if reads_all else set(committees_of(user).values_list("seat__committee", flat=True))
    for stop in stops:
        may_open = stop.item and (own is None or stop.committee_id in own)
        stop.meeting_url = stop.item.get_absolute_url() if may_open else ""
    state = paper.state
    nodes, hue = chain_of_paper(paper, user)
    context = {
        "crumbs": crumbs((str(paper), None)),
        "paper": paper,
        "stops": stops,
        "files": list(attachments.of(paper)),
        "resolutions": list(paper.resolutions.visible_inside(user).select_related("committee")),
        "versions": paper.versions.count(),
        "chain": nodes,
        "hue": hue,
        "reads_all": reads_all,
        "may_write": may_write,
        "may_edit": may_write and state in services.WRITABLE,
        "may_change_path": may_write and state != Paper.State.WITHDRAWN,
        "may_release": may_write and state != Paper.State.DRAFT and paper.is_public and not paper.released_on,
        "linked_goals": list(paper.goals.select_related("field").order_by("field__order", "code_key")),
        **links_of(paper, user),
        "history": history_of(paper, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
    }
    return render(request, "committees/papers/detail.html", context)


@require_safe
@login_required
def versions(request, pk):
    """All versions of a paper, and two of them compared: by default the newest with the one before it."""
    paper = get_object_or_404(Paper.objects.visible_inside(request.user), pk=pk)
    rows = list(paper.versions.select_related("by"))
    by_number = {row.number: row for row in rows}
    new = by_number.get(positive_int(request.GET.get("neu"))) or (rows[0] if rows else None)
    old = by_number.get(positive_int(request.GET.get("alt")))
    if old is None and new is not None:
        old = next((row for row in rows if row.number < new.number), None)
    parts = []
    if old is not None and new is not None and old != new:
        parts = [
            (_("Subject"), [compare_words(old.title, new.title)]),
            (_("Proposed resolution"), compare_texts(old.proposed_resolution, new.proposed_resolution)),
            (_("Facts and reasons"), compare_texts(old.facts, new.facts)),
            (_("Financial effect"), compare_texts(old.financial_effect, new.financial_effect)),
        ]
    context = {
        "crumbs": crumbs((str(paper), paper.get_absolute_url()), (_("Versions"), None)),
        "paper": paper,
        "versions": rows,
        "old": old,
        "new": new,
        "parts": [(label, paragraphs) for label, paragraphs in parts if paragraphs],
        "shows_names": roles.reads_all(request.user),
    }
    return render(request, "committees/papers/versions.html", context)


# --- writing, by the office ------------------------------------------------------------------------------


def _editable(request, pk):
    return get_object_or_404(Paper.objects.editable_by(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new draft."""
    form = PaperForm(posted(request))
    return edit_page(
        request,
        form,
        save=lambda form: services.create_paper(data=form.data_for_service, by=request.user).get_absolute_url(),
        title=_("New paper"),
        cancel=reverse("committees:paper_list"),
        trail=crumbs(),
        template="committees/papers/form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a paper under consultation, or a draft."""
    paper = _editable(request, pk)
    if paper.state not in services.WRITABLE:
        messages.error(request, _("This paper is closed: its text stays as it is."))
        return redirect(paper)
    words, url = str(paper), paper.get_absolute_url()

    def save(form):
        services.update_paper(
            paper=paper,
            data=form.data_for_service,
            version=form.cleaned_data["version"],
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
        return url

    return edit_page(
        request,
        PaperForm(posted(request), instance=paper),
        save=save,
        title=_("Edit the paper"),
        cancel=url,
        trail=crumbs((words, url)),
        template="committees/papers/form.html",
        delete_url=reverse("committees:paper_delete", args=[pk]) if paper.state == Paper.State.DRAFT else "",
    )


def _step(request, pk, act, message):
    paper = _editable(request, pk)
    try:
        act(paper=paper, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, message)
    return redirect(paper)


@require_POST
@office_required
def hand_in(request, pk):
    """Hand a draft in."""
    return _step(request, pk, services.hand_in, _("The paper has been handed in."))


@require_POST
@office_required
def release(request, pk):
    """Show a paper to everyone."""
    return _step(request, pk, services.release, _("The paper is public now."))


@require_POST
@office_required
def take_back(request, pk):
    """Take a paper out of the public pages."""
    return _step(request, pk, services.take_back, _("The paper is no longer public."))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def withdraw(request, pk):
    """Ask, then withdraw a paper."""
    paper = _editable(request, pk)
    if request.method == "POST":
        return _step(request, pk, services.withdraw, _("The paper has been withdrawn."))
    context = {
        "title": _("Withdraw “%(title)s”?") % {"title": paper},
        "text": _("It keeps its number and its text, and no committee deals with it any more."),
        "action_label": _("Withdraw"),
        "cancel_url": paper.get_absolute_url(),
        "crumbs": crumbs((str(paper), paper.get_absolute_url()), (_("Withdraw"), None)),
    }
    return render(request, "ui/confirm_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft."""
    paper = _editable(request, pk)
    url = paper.get_absolute_url()
    return delete_page(
        request,
        paper,
        cancel=url,
        done=reverse("committees:paper_list"),
        trail=crumbs((str(paper), url)),
        delete=lambda row: services.delete_draft(paper=row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def file_add(request, pk):
    """Attach a file."""
    paper = _editable(request, pk)
    url = paper.get_absolute_url()

    def save(form):
        services.attach_file(
            paper=paper,
            upload=form.cleaned_data["file"],
            is_public=form.cleaned_data.get("is_public", False),
            by=request.user,
        )
        return f"{url}#anlagen"

    form = PaperFileForm(posted(request), request.FILES or None, paper=paper)
    return edit_page(
        request, form, save=save, title=_("Attach a file"), cancel=url, trail=crumbs((str(paper), url)), text=str(paper)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def file_remove(request, pk, file):
    """Ask, then delete a file."""
    paper = _editable(request, pk)
    row, url = get_object_or_404(attachments.of(paper), pk=file), paper.get_absolute_url()
    return delete_page(
        request,
        row,
        cancel=url,
        done=url,
        trail=crumbs((str(paper), url)),
        delete=lambda row: services.remove_file(attachment=row),
    )
