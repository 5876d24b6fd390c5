"""The lists that the office keeps: kinds of organisations, and topics."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..models import ActorKind, Topic
from ..services import terms as services


@dataclass(frozen=True)
class TermList:
    """A list: its table, the word of its address, its title, and the filter of the actors' list that shows who uses a term."""

    key: str
    model: type
    title: Any
    text: Any
    parameter: str


LISTS = {
    one.key: one
    for one in (
        TermList(
            "arten",
            ActorKind,
            gettext_lazy("Kinds of organisations"),
            gettext_lazy("What organisations are. Each has one kind at most."),
            "art",
        ),
        TermList(
            "themen",
            Topic,
            gettext_lazy("Topics"),
            gettext_lazy("What organisations work on, what offers are about, and what advice is given about."),
            "thema",
        ),
    )
}
STEPS = {"hoch": -1, "runter": 1}


def _list_of(key):
    if key not in LISTS:
        raise Http404
    return LISTS[key]


def _url(terms):
    return reverse("actors:terms", args=[terms.key])


def _trail(terms):
    return [(_("Actors"), reverse("actors:office_list")), (terms.title, _url(terms))]


class TermForm(forms.Form):
    """A term with its name in English."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Empty: the German name is shown on English pages too."),
    )


@require_safe
@office_required
def index(request, key):
    """A list in its order, with how often each term is used."""
    terms = _list_of(key)
    counts = services.uses(terms.model)
    rows = list(terms.model.objects.all())
    for row in rows:
        row.uses = counts[row.pk]
        row.list_url = f"{reverse('actors:office_list')}?{terms.parameter}={row.slug}"
    context = {
        "terms": terms,
        "rows": rows,
        "tabs": [(one.title, _url(one), None, one.key == key) for one in LISTS.values()],
        "crumbs": [(_("Actors"), reverse("actors:office_list")), (terms.title, None)],
    }
    return render(request, "actors/organisations/terms.html", context)


def _edit(request, terms, term=None):
    initial = {"name": term.name, "name_en": term.name_en} if term else None

    def save(form):
        services.save_term(model=terms.model, data=form.cleaned_data, term=term)
        return _url(terms)

    return edit_page(
        request,
        TermForm(posted(request), initial=initial),
        save=save,
        title=_("Rename entry") if term else _("New entry"),
        text=terms.title,
        cancel=_url(terms),
        trail=_trail(terms),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, key):
    """Add a term."""
    return _edit(request, _list_of(key))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, key, pk):
    """Rename a term."""
    terms = _list_of(key)
    return _edit(request, terms, get_object_or_404(terms.model, pk=pk))


@require_POST
@office_required
def move(request, key, pk):
    """Move a term one place up or down."""
    terms = _list_of(key)
    step = STEPS.get(request.POST.get("richtung"))
    if step is None:
        raise BadRequest
    services.move_term(term=get_object_or_404(terms.model, pk=pk), step=step)
    return redirect(f"{_url(terms)}#eintrag-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, key, pk):
    """Ask, then delete a term that nothing names."""
    terms = _list_of(key)
    row = get_object_or_404(terms.model, pk=pk)
    return delete_page(
        request, row, cancel=_url(terms), done=_url(terms), trail=_trail(terms), delete=services.delete_term
    )
