"""Actors in the office views: list, sheet, form, and the steps publish, archive and back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels
from integration_portal.core.access import insider_required, office_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number
from integration_portal.core.site import settings_of
from integration_portal.core.views.logo import image_response
from integration_portal.core.writers import csv_response, xlsx_response

from .. import services
from ..carriers import carrier_of
from ..confirming import oldest_fresh_day, state_of
from ..exports import actors_table
from ..filters import ActorFilter
from ..forms import ActorForm, ArchiveForm
from ..models import Actor, ActorRedirect, PersonRole
from .listing import chips, columns, page_of


def _crumbs(*rest):
    return [(_("Actors"), reverse("actors:office_list")), *rest]


@require_safe
@insider_required
def index(request):
    """The list: everything for those who read everything, a contributor's own actors for a contributor."""
    filterset = ActorFilter(request.GET, queryset=Actor.objects.visible_inside(request.user))
    page = page_of(request, filterset.qs.with_list_relations())
    heads = (
        (_("Organisation"), "name", "p-grid__title"),
        (_("Kind"), "art", ""),
        (_("Town or village"), "ort", ""),
        (_("Main contact"), "", ""),
        (_("Fields"), "", ""),
        (_("Changed"), "neu", ""),
        (_("Confirmed"), "", ""),
        (_("Public"), "", "p-grid__pub"),
    )
    return render(
        request,
        "actors/office/list.html",
        {
            "filter": filterset,
            "notices": filterset.notices,
            "columns": columns(request, filterset, heads),
            "chips": chips(request, filterset),
            "page_obj": page,
            "oldest_fresh": oldest_fresh_day(settings_of(request)),
            "query": request.GET.urlencode(),
        },
    )


@require_safe
@insider_required
def export(request, fmt):
    """The filtered list as a spreadsheet. Contributors get their own actors, as in the list."""
    filterset = ActorFilter(request.GET, queryset=Actor.objects.visible_inside(request.user))
    table = actors_table(filterset.qs)
    if fmt == "xlsx":
        return xlsx_response(table)
    return csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@insider_required
def detail(request, pk):
    """The sheet of an actor with its persons, what higher apps know about it, and its history."""
    visible = Actor.objects.visible_inside(request.user).select_related("kind", "municipality", "carrier")
    if gone := ActorRedirect.objects.filter(old_id=pk, actor__in=visible).first():
        return redirect("actors:office_detail", pk=gone.actor_id, permanent=True)
    with_lists = visible.prefetch_related(
        "fields", "municipalities", "languages", "topics", "target_groups", "aliases", "former_names"
    )
    actor = get_object_or_404(with_lists, pk=pk)
    reads_all = request.user.reads_all
    roles = PersonRole.objects.filter(actor=actor, person__anonymised_at__isnull=True).select_related(
        "person", "deputy"
    )
    today = timezone.localdate()
    return render(
        request,
        "actors/office/detail.html",
        {
            "crumbs": _crumbs((actor.name, None)),
            "actor": actor,
            "carrier": carrier_of(actor, request.user),
            "confirmation": state_of(actor, settings_of(request)),
            "roles": roles.on(today).prefetch_related("person__contact_ways") if reads_all else [],
            "former_roles": roles.over_by(today).order_by("-until", "pk") if reads_all else [],
            "shows_persons": reads_all,
            "may_edit": request.user.is_office,
            "panels": panels.collect(request, "actor:office", actor),
            "history": history_of(actor, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
        },
    )


@require_safe
@insider_required
def logo(request, pk):
    """The logo, for those who may open the page of the actor. Nobody else may keep it."""
    actor = get_object_or_404(Actor.objects.visible_inside(request.user), ~Q(logo=""), pk=pk)
    response = image_response(request, actor.logo)
    response["Cache-Control"] = "private, max-age=300"
    return response


def _edit(request, *, actor, template_context, save, key, label, url):
    """Show and handle the form of an actor; `save(form)` returns the saved actor or raises StaleObject."""
    draft = draft_of(request.user, key)
    restored = None
    if request.method == "POST":
        form = ActorForm(request.POST, request.FILES, instance=actor)
        if form.is_valid():
            try:
                saved = save(form)
            except StaleObject as stale:
                form.add_conflict(stale.current)
            except ValidationError as error:
                put_errors(form, error)
            else:
                discard_draft(user=request.user, key=key)
                messages.success(request, _("“%(name)s” has been saved.") % {"name": saved})
                return redirect(saved)
        draft = None
    elif draft and request.GET.get("entwurf") == "1":
        form, restored = ActorForm(as_form_data(draft), instance=actor), draft
    else:
        form = ActorForm(instance=actor)
    context = {
        "form": form,
        "draft": draft,
        "draft_restored": restored,
        "draft_key": key,
        "draft_label": label,
        "draft_url": url,
        **template_context,
    }
    status = 409 if form.conflict else 422 if request.method == "POST" else 200
    return render(request, "actors/office/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """Enter an actor."""
    return _edit(
        request,
        actor=None,
        template_context={
            "title": _("New actor"),
            "crumbs": _crumbs((_("New actor"), None)),
            "cancel_url": reverse("actors:office_list"),
        },
        save=lambda form: services.create_actor(data=form.data_for_service),
        key="actors.actor:new",
        label=_("New actor"),
        url=reverse("actors:office_create"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an actor; whoever comes second sees what the first one saved."""
    actor = get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)
    name = actor.name
    return _edit(
        request,
        actor=actor,
        template_context={
            "title": _("Edit %(name)s") % {"name": name},
            "crumbs": _crumbs((name, actor.get_absolute_url()), (_("Edit"), None)),
            "cancel_url": actor.get_absolute_url(),
        },
        save=lambda form: services.update_actor(
            actor=actor,
            data=form.data_for_service,
            version=form.cleaned_data["version"],
            is_correction=form.cleaned_data["is_correction"],
        ),
        key=f"actors.actor:{pk}",
        label=_("Actor: %(name)s") % {"name": name},
        url=reverse("actors:office_edit", args=[pk]),
    )


def _step(request, pk, service, done):
    actor = get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)
    try:
        service(actor=actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done % {"name": actor})
    return redirect(actor)


@require_POST
@office_required
def publish(request, pk):
    return _step(request, pk, services.publish_actor, _("“%(name)s” is public now, without its persons."))


@require_POST
@office_required
def unpublish(request, pk):
    return _step(request, pk, services.unpublish_actor, _("“%(name)s” is no longer public."))


@require_POST
@office_required
def restore(request, pk):
    return _step(request, pk, services.restore_actor, _("“%(name)s” is back from the archive."))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def archive(request, pk):
    """Ask for the reason, then archive."""
    actor = get_object_or_404(Actor.objects.editable_by(request.user), pk=pk)
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.archive_actor(actor=actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("“%(name)s” is in the archive now.") % {"name": actor})
        return redirect(actor)
    context = {
        "form": form,
        "title": _("Archive %(name)s?") % {"name": actor},
        "text": _(
            "The organisation leaves the public pages and the lists. Its measures, persons and history stay, and it can be taken back."
        ),
        "submit_label": _("Move to the archive"),
        "cancel_url": actor.get_absolute_url(),
        "crumbs": _crumbs((actor.name, actor.get_absolute_url()), (_("Move to the archive"), None)),
    }
    return render(request, "actors/office/step.html", context, status=422 if form.is_bound else 200)
