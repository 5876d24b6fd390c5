"""Consultations for everyone: what is asked, writing a statement, statements that are public, and the assessment."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import links
from integration_portal.core.form_fields import put_errors
from integration_portal.core.params import page_number
from integration_portal.core.views.links import problem_page

from ..forms_consultation import StatementForm
from ..models import Consultation, ConsultationInvitation, Statement
from ..services import consultation as services
from ..tree import nodes_of
from .consultations import by_section, table_response

PER_PAGE = 20
#: Statements that one address may send within ten minutes.
MOST_STATEMENTS = 5


def crumbs(*rest):
    """The way to a public page about consultations."""
    return [(_("Start"), reverse("portal:home")), (_("Consultation"), reverse("concept:public_consultations")), *rest]


def _one(slug):
    return get_object_or_404(Consultation.objects.public().select_related("revision__concept"), slug=slug)


@require_safe
def index(request):
    """Consultations that are open, to come, and over."""
    today = timezone.localdate()
    rows = list(Consultation.objects.public().select_related("revision"))
    context = {
        "open": [row for row in rows if row.is_open(today)],
        "later": [row for row in rows if row.starts_on > today],
        "over": [row for row in rows if row.is_over(today)],
        "crumbs": [*crumbs()[:1], (_("Consultation"), None)],
        "page_description": _("Read the draft of the concept and write your opinion."),
    }
    return render(request, "concept/consultations/public_list.html", context)


@require_safe
def detail(request, slug):
    """A consultation: period, questions, the draft, public statements, and what became of them."""
    row = _one(slug)
    shown = row.statements.public().select_related("section", "same_as", "changed_section__revision").order_by("number")
    page = Paginator(shown, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    headings = {node.pk: node.heading for node in nodes_of(row.revision, with_bodies=False)}
    statements = list(page.object_list)
    for one in statements:
        one.heading = headings.get(one.section_id, "")
    context = {
        "consultation": row,
        "revision": row.revision,
        "is_open": row.is_open(),
        "is_over": row.is_over(),
        "days_left": (row.ends_on - timezone.localdate()).days,
        "takes_form": row.audience == Consultation.Audience.PUBLIC,
        "statements": statements,
        "page_obj": page,
        "crumbs": crumbs((str(row), None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.title,
    }
    return render(request, "concept/consultations/public_detail.html", context)


@require_safe
def results(request, slug, fmt):
    """The public assessment table: without names that are not released, addresses and internal statements."""
    row = _one(slug)
    if row.results_published_on is None:
        raise Http404
    rows = row.statements.public().select_related("section", "same_as", "changed_section__revision")
    return table_response(row, by_section(nodes_of(row.revision, with_bodies=False), rows), fmt, public=True)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    """Write a statement without an account; `?abschnitt=<key>&stelle=<beginning>` says what it is about."""
    row = _one(slug)
    if row.audience != Consultation.Audience.PUBLIC:
        raise Http404
    initial = {"section": request.GET.get("abschnitt", "")[:8], "excerpt": request.GET.get("stelle", "")[:300]}
    data = request.POST if request.method == "POST" else None
    form = StatementForm(data, request.FILES or None, consultation=row, initial=initial)
    status, kept = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if form.is_trapped:
                return redirect("concept:public_thanks")
            if links.too_often(f"statement:{request.META.get('REMOTE_ADDR', '')}", MOST_STATEMENTS):
                form.add_error(
                    None, _("Many statements have come from your connection just now. Please try again in ten minutes.")
                )
                status = 429
            else:
                try:
                    services.hand_in(consultation=row, data=form.data_for_service, uploads=form.uploads)
                except ValidationError as error:
                    put_errors(form, error)
                else:
                    return redirect("concept:public_thanks")
    if not row.is_open():
        kept = request.POST.get("text", "")[:20000]
    context = {
        "consultation": row, "form": form, "is_open": row.is_open(), "kept": kept, "cancel_url": row.get_public_url(),
        "crumbs": crumbs((str(row), row.get_public_url()), (_("Your statement"), None)),
        "page_description": row.title,
    }  # fmt: skip
    return render(request, "concept/consultations/write.html", context, status=status)


@require_safe
def thanks(request):
    """Says that a mail is on its way, and that the statement counts once it is confirmed."""
    return render(request, "concept/consultations/thanks.html", {"crumbs": crumbs((_("Thank you"), None))})


# --- personal links ---------------------------------------------------------------------------------------------------
def confirm_page(request, link, rest):
    """Behind the link of a mail: the statement, and the button that confirms it. GET changes nothing."""
    row = Statement.objects.filter(link=link).select_related("consultation", "section").first()
    if row is None:
        return problem_page(request, "withdrawn")
    if rest or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    if request.method == "POST":
        row = services.confirm(statement=row)
    return render(request, "concept/consultations/confirm.html", {"statement": row, "consultation": row.consultation})


def invited_page(request, link, rest):
    """Behind the link of an invitation: the draft to read, and the form; several statements may be written."""
    invitation = (
        ConsultationInvitation.objects.filter(link=link).select_related("consultation__revision__concept").first()
    )
    if invitation is None:
        return problem_page(request, "withdrawn")
    if rest or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    row = invitation.consultation
    form = StatementForm(
        request.POST if request.method == "POST" else None, request.FILES or None, consultation=row, by_link=True,
        initial={"organisation": invitation.actor.name if invitation.actor else ""},
    )  # fmt: skip
    status, taken = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = {
                **form.data_for_service,
                "name": invitation.name,
                "email": invitation.email,
                "actor": invitation.actor,
            }
            try:
                taken = services.take_in(
                    consultation=row, data=data, channel=Statement.Channel.LINK, uploads=form.uploads
                )
            except ValidationError as error:
                put_errors(form, error)
            else:
                status = 200
    earlier = row.statements.filter(email=invitation.email).exclude(state="unconfirmed").order_by("number")
    context = {
        "invitation": invitation, "consultation": row, "form": form, "taken": taken, "earlier": list(earlier),
        "is_open": row.is_open(), "sections": nodes_of(row.revision) if row.revision.published_on is None else [],
        "kept": request.POST.get("text", "")[:20000] if not row.is_open() else "",
    }  # fmt: skip
    return render(request, "concept/consultations/invited.html", context, status=status)
