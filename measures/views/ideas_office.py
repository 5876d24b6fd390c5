"""Ideas in the office views: the list, one idea with its talk and history, and the steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fields_of_action.models import FieldOfAction
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number
from integration_portal.core.search import match

from .. import forms_ideas
from ..models import Idea, IdeaState
from ..models.ideas import OPEN_IDEAS
from ..services import ideas as services

PER_PAGE = 50
VIEWS = {
    "offen": (gettext_lazy("Still open"), Q(state__in=OPEN_IDEAS)),
    "neu": (gettext_lazy("New"), Q(state="new")),
    "rueckfrage": (gettext_lazy("Asked back"), Q(state="asked_back")),
    "angenommen": (gettext_lazy("Accepted"), Q(state="accepted")),
    "erledigt": (gettext_lazy("Joined or declined"), Q(state__in=("joined", "declined"))),
    "alle": (gettext_lazy("All"), Q()),
}


def _crumbs(*rest):
    return [(_("Ideas"), reverse("measures:office_ideas")), *rest]


@require_safe
@reader_required
def index(request):
    """Ideas by state, newest first; `?feld=` keeps those of a field, `?q=` those with the words."""
    rows = Idea.objects.visible_inside(request.user)
    query = request.GET.get("q", "")[:200]
    field = FieldOfAction.objects.filter(slug=request.GET.get("feld", "")).first()
    if field:
        rows = rows.filter(field=field)
    rows = match(rows, query)
    view = request.GET.get("ansicht") if request.GET.get("ansicht") in VIEWS else "offen"
    counts = rows.order_by().aggregate(**{key: Count("pk", filter=where) for key, (_label, where) in VIEWS.items()})
    extra = {key: value for key, value in (("q", query), ("feld", field.slug if field else "")) if value}
    shown = rows.filter(VIEWS[view][1]).select_related("field", "proposer").order_by("-created_at", "-pk")
    return render(
        request,
        "measures/ideas/list.html",
        {
            "page_obj": Paginator(shown, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
            "views": [
                (label, "?" + urlencode({"ansicht": key, **extra}), counts[key], key == view)
                for key, (label, _where) in VIEWS.items()
            ],
            "view": view,
            "query": query,
            "field": field,
            "fields": FieldOfAction.objects.with_framework(),
            "is_filtered": bool(extra),
        },
    )


@require_safe
@reader_required
def detail(request, pk):
    """An idea with who proposed it, questions and answers, what it became, and its history."""
    rows = Idea.objects.visible_inside(request.user).select_related("field", "proposer", "measure", "joined_into")
    idea = get_object_or_404(rows, pk=pk)
    may_edit = request.user.is_office
    return render(
        request,
        "measures/ideas/detail.html",
        {
            "idea": idea,
            "notes": idea.notes.select_related("by"),
            "joined": idea.joined_ideas.all(),
            "steps": _steps_of(idea) if may_edit else [],
            "may_edit": may_edit,
            "may_unpublish": may_edit and idea.is_published,
            "history": history_of(idea, page=page_number(request.GET.get("verlauf"))),
            "crumbs": _crumbs((idea.title, None)),
        },
    )


@dataclass(frozen=True)
class Step:
    """A step of the office: where it leads, its form and words, and what it does with the form's data."""

    to: str
    form: type
    label: Any
    title: Any
    done: Any
    run: Callable
    text: Any = ""

    def is_possible(self, idea):
        """Whether the step can be taken from where the idea stands."""
        if self.to == "published":
            return idea.state == IdeaState.ACCEPTED
        if self.to == IdeaState.ASKED_BACK and not idea.address:
            return False
        return self.to == "note" or self.to in IdeaState.transitions[idea.state]


STEPS = {
    "pruefen": Step(
        IdeaState.IN_REVIEW, forms_ideas.TakeUpForm, gettext_lazy("Begin the review"), gettext_lazy("Begin the review?"),
        gettext_lazy("The idea is in review."),
        lambda idea, user, data: services.take_up(idea=idea, version=data["version"]),
        gettext_lazy("Who proposed it is told by mail if an address was given."),
    ),
    "rueckfrage": Step(
        IdeaState.ASKED_BACK, forms_ideas.AskForm, gettext_lazy("Ask back"), gettext_lazy("Ask the proposer"),
        gettext_lazy("The question is on its way."),
        lambda idea, user, data: services.ask_back(idea=idea, by=user, **data),
    ),
    "annehmen": Step(
        IdeaState.ACCEPTED, forms_ideas.AcceptForm, gettext_lazy("Accept"), gettext_lazy("Accept the idea"),
        gettext_lazy("The idea has been accepted."),
        lambda idea, user, data: services.accept(
            idea=idea, title=data["title"], as_concept=data["wish"] == Idea.Wish.CONCEPT, by=user,
            answer=data["answer"], version=data["version"],
        ),
    ),
    "verbinden": Step(
        IdeaState.JOINED, forms_ideas.JoinForm, gettext_lazy("Join"), gettext_lazy("Join with a similar idea"),
        gettext_lazy("The ideas have been joined."),
        lambda idea, user, data: services.join(idea=idea, **data),
    ),
    "ablehnen": Step(
        IdeaState.DECLINED, forms_ideas.DeclineForm, gettext_lazy("Decline"), gettext_lazy("Decline the idea"),
        gettext_lazy("The idea has been declined."),
        lambda idea, user, data: services.decline(idea=idea, **data),
    ),
    "veroeffentlichen": Step(
        "published", forms_ideas.PublishForm, gettext_lazy("Publish"), gettext_lazy("Publish the idea"),
        gettext_lazy("Title and outcome are public now."),
        lambda idea, user, data: services.publish(idea=idea, **data),
        gettext_lazy("Everyone sees the title and this sentence, nothing else."),
    ),
    "notiz": Step(
        "note", forms_ideas.NoteForm, gettext_lazy("Internal note"), gettext_lazy("Internal note"),
        gettext_lazy("The note has been kept."),
        lambda idea, user, data: services.add_note(idea=idea, text=data["text"], by=user),
    ),
}  # fmt: skip


def _steps_of(idea):
    """(address, words) of the steps that are possible now."""
    return [
        (reverse("measures:office_idea_step", args=[idea.pk, key]), step.label)
        for key, step in STEPS.items()
        if step.is_possible(idea)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def take_step(request, pk, step):
    """Show and handle the form of a step; one that is no longer possible leads back to the idea."""
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    idea = get_object_or_404(Idea.objects.editable_by(request.user).select_related("proposer"), pk=pk)
    if not chosen.is_possible(idea) and request.method == "POST":
        messages.error(request, _("This step is not possible from here."))
        return redirect(idea.get_absolute_url())
    form, status = chosen.form(request.POST if request.method == "POST" else None, idea=idea), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = chosen.run(idea, request.user, form.cleaned_data)
            except StaleObject as stale:
                form.data = form.data.copy()
                form.data["version"] = str(stale.current.version)
                form.add_error(
                    None, _("Somebody has changed this idea meanwhile. Please look at it and confirm again.")
                )
                status = 409
            except ValidationError as error:
                for name, errors in getattr(error, "message_dict", {"": error.messages}).items():
                    for one in errors:
                        form.add_error(name if name in form.fields else None, one)
            else:
                messages.success(request, chosen.done)
                if step == "annehmen":
                    return redirect(saved.measure.get_office_url())
                return redirect(idea.get_absolute_url())
    return render(
        request,
        "ui/form_page.html",
        {
            "title": chosen.title,
            "text": chosen.text,
            "form": form,
            "submit_label": chosen.label,
            "cancel_url": idea.get_absolute_url(),
            "crumbs": _crumbs((idea.title, idea.get_absolute_url()), (chosen.title, None)),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def unpublish(request, pk):
    """Ask, then take an idea from the public page."""
    idea = get_object_or_404(Idea.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        services.unpublish(idea=idea)
        messages.success(request, _("The idea is no longer public."))
        return redirect(idea.get_absolute_url())
    return render(
        request,
        "ui/confirm_page.html",
        {
            "title": _("Take “%(title)s” from the public page?") % {"title": idea},
            "action_label": _("Unpublish"),
            "cancel_url": idea.get_absolute_url(),
            "crumbs": _crumbs((idea.title, idea.get_absolute_url()), (_("Unpublish"), None)),
        },
    )
