"""Ideas for everyone: the form, what became of published ideas, and the proposer's page behind a personal link."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import links
from integration_portal.core.params import page_number
from integration_portal.core.views.links import problem_page

from ..forms_ideas import AnswerForm, ProposeForm
from ..models import Idea, IdeaNote, IdeaState
from ..services import ideas as services

PER_PAGE = 30
#: Ideas that one address may hand in within ten minutes.
MOST_PROPOSALS = 5


def _crumbs(*rest):
    return [(_("Home"), reverse("portal:home")), (_("Ideas"), reverse("measures:ideas") if rest else None), *rest]


@require_safe
def index(request):
    """Published ideas with their outcome, and the way to one's own."""
    rows = Idea.objects.public().select_related("field", "measure").order_by("-settled_at", "-pk")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "crumbs": _crumbs(),
        "canonical_url": request.build_absolute_uri(reverse("measures:ideas")),
        "page_description": _("What people propose for living well together, and what becomes of it."),
    }
    return render(request, "measures/ideas/public_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    """Propose a measure or a concept, with or without an account."""
    form = ProposeForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if form.is_trapped:
                return redirect("measures:idea_thanks")
            if not links.too_often(f"idea:{request.META.get('REMOTE_ADDR', '')}", MOST_PROPOSALS):
                services.propose(data=form.data_for_service, user=request.user)
                return redirect("measures:idea_thanks")
            form.add_error(
                None, _("Many ideas have come from your connection just now. Please try again in ten minutes.")
            )
            status = 429
    context = {
        "form": form,
        "crumbs": _crumbs((_("New idea"), None)),
        "canonical_url": request.build_absolute_uri(reverse("measures:idea_new")),
        "page_description": _("Propose a measure or a concept to the integration office."),
    }
    return render(request, "measures/ideas/propose.html", context, status=status)


@require_safe
def thanks(request):
    """Says that an idea has arrived and what happens next."""
    return render(request, "measures/ideas/thanks.html", {"crumbs": _crumbs((_("Thank you"), None))})


def link_page(request, link, rest):
    """Behind `/l/<token>/`: the idea, questions and answers so far, and the form for the open question. GET changes nothing."""
    idea = Idea.objects.filter(link=link).first()
    if idea is None:
        return problem_page(request, "withdrawn")
    if rest or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.answer(idea=idea, text=form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(links.path_of(link))
    return render(
        request,
        "measures/ideas/link.html",
        {
            "idea": idea,
            "notes": idea.notes.exclude(kind=IdeaNote.Kind.INTERNAL),
            "form": form if idea.state == IdeaState.ASKED_BACK or form.errors else None,
        },
        status=status,
    )
