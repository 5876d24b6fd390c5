"""Duplicates of actors: finding them, comparing two, making one of them, and what became of those that were merged."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import merging
from integration_portal.core.access import office_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.search import match

from ..duplicates import pairs, similar_to
from ..forms_merging import MergeForm, shown
from ..models import Actor, ActorRedirect
from ..services.merging import filled_fields, mark_as_different, merge_actors

PER_PAGE = 25
HITS = 20


def _crumbs(*rest):
    return [(_("Actors"), reverse("actors:office_list")), *rest]


def _editable(request, pk):
    return get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)


@require_safe
@office_required
def index(request):
    """Pairs of entries that may be one organisation."""
    page = Paginator(pairs(), PER_PAGE).get_page(page_number(request.GET.get("seite")))
    context = {"page_obj": page, "crumbs": _crumbs((_("Duplicates"), None))}
    return render(request, "actors/merging/list.html", context)


@require_POST
@office_required
def different(request):
    """Say that two entries are not the same; they are not proposed again."""
    rows = Actor.objects.editable_by(request.user)
    actor = get_object_or_404(rows, pk=positive_int(request.POST.get("akteur")) or 0)
    other = get_object_or_404(rows, pk=positive_int(request.POST.get("anderer")) or 0)
    try:
        mark_as_different(actor=actor, other=other, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("“%(one)s” and “%(other)s” are not proposed as duplicates again.") % {"one": actor, "other": other},
        )
    return redirect("actors:duplicates")


@require_safe
@office_required
def choose(request, pk):
    """Find the entry that is merged into this one."""
    actor = _editable(request, pk)
    query = request.GET.get("q", "").strip()[:200]
    hits = []
    if query:
        rows = Actor.objects.exclude(pk=actor.pk).select_related("kind")
        hits = list(match(rows, query).order_by("sort_name", "pk")[: HITS + 1])
    context = {
        "actor": actor,
        "q": query,
        "hits": hits[:HITS],
        "has_more": len(hits) > HITS,
        "similar": [
            (pair.second if pair.first.pk == actor.pk else pair.first, pair.reason) for pair in similar_to(actor)
        ],
        "crumbs": _crumbs((actor.name, actor.get_absolute_url()), (_("Merge"), None)),
    }
    return render(request, "actors/merging/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def merge(request, pk, other):
    """Show both entries side by side, what moves, and make one of them when the office says so."""
    target, duplicate = _editable(request, pk), _editable(request, other)
    if target.pk == duplicate.pk:
        raise Http404
    form = MergeForm(request.POST if request.method == "POST" else None, target=target, duplicate=duplicate)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                merge_actors(
                    target=target,
                    duplicate=duplicate,
                    versions=form.seen_versions,
                    choices=form.choices,
                    by=request.user,
                )
            except StaleObject:
                status = 409
                form = MergeForm(None, target=target, duplicate=duplicate)
                messages.warning(
                    request,
                    _("Somebody changed one of the entries meanwhile. Please look at both again; nothing was merged."),
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request,
                    _("“%(old)s” is now part of “%(name)s”.") % {"old": duplicate.name, "name": target.name},
                )
                return redirect(target)
    context = {
        "target": target,
        "duplicate": duplicate,
        "form": form,
        "taken": [
            (Actor._meta.get_field(name).verbose_name, shown(duplicate, name))
            for name in filled_fields(target, duplicate)
        ],
        "references": merging.references(duplicate, user=request.user),
        "crumbs": _crumbs((target.name, target.get_absolute_url()), (_("Merge"), None)),
    }
    return render(request, "actors/merging/merge.html", context, status=status)


@require_safe
@office_required
def merged(request, pk):
    """What was merged into an actor: when, by whom, what moved, and the history of the entry that is gone."""
    gone = get_object_or_404(ActorRedirect.objects.select_related("actor", "merged_by"), pk=pk)
    context = {
        "gone": gone,
        "history": history_of(Actor(pk=gone.old_id, name=gone.old_name), page=page_number(request.GET.get("verlauf"))),
        "crumbs": _crumbs((gone.actor.name, gone.actor.get_absolute_url()), (gone.old_name, None)),
    }
    return render(request, "actors/merging/merged.html", context)
