"""Persons in the office views: each human being once, with roles at actors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.writers import csv_response, xlsx_response

from .. import services
from ..exports_persons import person_card, persons_table
from ..filters_persons import PersonFilter
from ..forms_persons import PersonForm
from ..models import Actor, Person, PersonRole
from .listing import chips, columns, page_of


def _crumbs(*rest):
    return [(_("Persons"), reverse("actors:person_list")), *rest]


@require_safe
@reader_required
def index(request):
    """The list of persons; those whose name was erased stand in none."""
    filterset = PersonFilter(request.GET, queryset=_listed(request))
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
            "query": request.GET.urlencode(),
        },
    )


def _listed(request):
    return Person.objects.visible_inside(request.user).known_by_name()


@require_safe
@office_required
def export(request, fmt):
    """The filtered list as CSV or Excel: what the office needs to reach somebody, and no notes."""
    table = persons_table(PersonFilter(request.GET, queryset=_listed(request)).qs)
    if fmt == "xlsx":
        return xlsx_response(table)
    return csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@office_required
def card(request, pk):
    """The person as an address card (vCard)."""
    person = get_object_or_404(_listed(request).with_list_relations().prefetch_related("contact_ways"), pk=pk)
    return person_card(person)


@require_safe
@reader_required
def detail(request, pk):
    """Everything stored about a person, what higher apps know, and the history with personal values masked."""
    people = Person.objects.visible_inside(request.user).select_related("user", "preferred_language")
    person = get_object_or_404(people.prefetch_related("contact_ways"), pk=pk)
    today = timezone.localdate()
    return render(
        request,
        "actors/persons/detail.html",
        {
            "crumbs": _crumbs((person.name, None)),
            "person": person,
            "roles": _parted(person.roles.select_related("actor", "deputy"), today),
            "deputy_in": PersonRole.objects.on(today).filter(deputy=person).select_related("person", "actor"),
            "today": today,
            "may_edit": request.user.is_office and not person.anonymised_at,
            "panels": panels.collect(request, "person:office", person),
            "history": history_of(person, page=page_number(request.GET.get("verlauf"))),
        },
    )


def _parted(roles, day):
    """Roles as pairs of heading and rows: present ones, those to come, former ones."""
    now = [role for role in roles if role.is_held_on(day)]
    to_come = [role for role in roles if role.since and role.since > day]
    former = [role for role in roles if role not in now and role not in to_come]
    former.sort(key=lambda role: role.until, reverse=True)
    return [
        ("now", _("Present roles"), now),
        ("later", _("Roles to come"), to_come),
        ("former", _("Former roles"), former),
    ]


@require_POST
@office_required
def end_role(request, pk, role):
    """End a role today; it may be changed on the form afterwards."""
    person = get_object_or_404(Person.objects.editable_by(request.user), pk=pk)
    row = get_object_or_404(person.roles.select_related("person", "actor"), pk=role)
    try:
        services.end_role(role=row, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("The role at “%(actor)s” ends today. You can change the day under “Edit”.") % {"actor": row.actor},
        )
    return redirect(person)


def _edit(request, *, person, save, key, label, url, template_context, initial_roles=()):
    draft = draft_of(request.user, key)
    restored, data = None, None
    if request.method == "POST":
        data, draft = request.POST, None
    elif draft and request.GET.get("entwurf") == "1":
        data, restored = as_form_data(draft), draft
    form = PersonForm(data, instance=person, initial_roles=initial_roles)
    if request.method == "POST" and form.is_valid():
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
    return render(request, "actors/persons/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """Enter a person; `?akteur=<id>` proposes a role there."""
    actor = Actor.objects.filter(pk=positive_int(request.GET.get("akteur")) or 0).first()
    return _edit(
        request,
        person=None,
        save=lambda form: services.create_person(**form.data_for_service),
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
    person = get_object_or_404(Person.objects.editable_by(request.user).known_by_name(), pk=pk)
    name = person.name
    return _edit(
        request,
        person=person,
        save=lambda form: services.update_person(
            person=person, version=form.cleaned_data["version"], **form.data_for_service
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
