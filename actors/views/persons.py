"""Persons in the office views: each human being once, with roles at actors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import panels
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int

from .. import services
from ..filters import PersonFilter
from ..forms import PersonForm, role_formset
from ..models import Actor, Person
from .listing import chips, columns, page_of


def _crumbs(*rest):
    return [(_("Persons"), reverse("actors:person_list")), *rest]


@require_safe
@reader_required
def index(request):
    """The list of persons."""
    filterset = PersonFilter(request.GET, queryset=Person.objects.visible_inside(request.user))
    page = page_of(request, filterset.qs.with_list_relations())
    heads = (
        (_("Person"), "name", "p-grid__title"),
        (_("At"), "", ""),
        (_("E-mail"), "", ""),
        (_("Telephone"), "", ""),
        (_("Account"), "", ""),
        (_("Public"), "", "p-grid__pub"),
    )
    return render(
        request,
        "actors/persons/list.html",
        {
            "filter": filterset,
            "notices": filterset.notices,
            "columns": columns(request, filterset, heads),
            "chips": chips(request, filterset),
            "page_obj": page,
        },
    )


@require_safe
@reader_required
def detail(request, pk):
    """Everything stored about a person, what higher apps know, and the history with personal values masked."""
    person = get_object_or_404(Person.objects.visible_inside(request.user).with_list_relations(), pk=pk)
    return render(
        request,
        "actors/persons/detail.html",
        {
            "crumbs": _crumbs((person.name, None)),
            "person": person,
            "may_edit": request.user.is_office,
            "panels": panels.collect(request, "person:office", person),
            "history": history_of(person, page=page_number(request.GET.get("verlauf"))),
        },
    )


def _edit(request, *, person, save, key, label, url, template_context, initial_roles=()):
    draft = draft_of(request.user, key)
    restored, data = None, None
    if request.method == "POST":
        data, draft = request.POST, None
    elif draft and request.GET.get("entwurf") == "1":
        data, restored = as_form_data(draft), draft
    form = PersonForm(data, instance=person)
    roles = role_formset(data, person, extra_initial=initial_roles)
    if request.method == "POST":
        both_valid = all([form.is_valid(), roles.is_valid()])
        if both_valid:
            try:
                saved = save(form, roles)
            except StaleObject as stale:
                form.add_conflict(stale.current)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                discard_draft(user=request.user, key=key)
                messages.success(request, _("“%(name)s” has been saved.") % {"name": saved})
                return redirect(saved)
    context = {
        "form": form,
        "roles": roles,
        "draft": draft,
        "draft_restored": restored,
        "draft_key": key,
        "draft_label": label,
        "draft_url": url,
        **template_context,
    }
    status = 409 if form.conflict else 422 if request.method == "POST" else 200
    return render(request, "actors/persons/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """Enter a person; `?akteur=<id>` proposes a role there."""
    actor = Actor.objects.filter(pk=positive_int(request.GET.get("akteur")) or 0).first()
    return _edit(
        request,
        person=None,
        save=lambda form, roles: services.create_person(data=form.data_for_service, roles=roles.roles),
        key="actors.person:new",
        label=_("New person"),
        url=reverse("actors:person_create"),
        initial_roles=[{"actor": actor.pk}] if actor else (),
        template_context={
            "title": _("New person"),
            "crumbs": _crumbs((_("New person"), None)),
            "cancel_url": reverse("actors:person_list"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a person and their roles."""
    person = get_object_or_404(Person.objects.editable_by(request.user), pk=pk)
    name = person.name
    return _edit(
        request,
        person=person,
        save=lambda form, roles: services.update_person(
            person=person,
            data=form.data_for_service,
            version=form.cleaned_data["version"],
            roles=roles.roles,
            removed=roles.removed,
        ),
        key=f"actors.person:{pk}",
        label=_("Person: %(name)s") % {"name": name},
        url=reverse("actors:person_edit", args=[pk]),
        template_context={
            "title": _("Edit %(name)s") % {"name": name},
            "crumbs": _crumbs((name, person.get_absolute_url()), (_("Edit"), None)),
            "cancel_url": person.get_absolute_url(),
        },
    )
