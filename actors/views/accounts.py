"""Accounts: invite, roles, links to persons and actors, lock out, anonymise. For the office only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import invitations
from integration_portal.core.access import office_required
from integration_portal.core.history import history_of
from integration_portal.core.models import User
from integration_portal.core.params import page_number
from integration_portal.core.roles import Role
from integration_portal.core.search import match
from integration_portal.core.text import sort_key

from .. import services
from ..forms_accounts import AccountForm, AnonymiseForm, InviteForm
from ..models import ActorRepresentative, Person
from .listing import page_of


def _crumbs(*rest):
    return [(_("Accounts"), reverse("actors:account_list")), *rest]


def _accounts():
    links = ActorRepresentative.objects.select_related("actor")
    return User.objects.select_related("person").prefetch_related("groups", Prefetch("represents", queryset=links))


def _account_or_404(request, pk):
    """The account; accounts of IT are closed to everybody else."""
    user = get_object_or_404(_accounts(), pk=pk)
    if user.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    return user


def _role_labels(user):
    labels = [str(Role(group.name).label) for group in user.groups.all() if group.name in Role.values]
    return [*labels, _("Administrator")] if user.is_superuser else labels


def _base_url(request):
    return f"{request.scheme}://{request.get_host()}"


def _send(request, user, language):
    """Put the invitation into the queue and tell the office."""
    invitations.send_invitation(user=user, base_url=_base_url(request), by=request.user, language=language)
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": user.email})


@require_safe
@office_required
def index(request):
    """All accounts with roles, state and links."""
    rows = _accounts().order_by("-is_active", "sort_name", "pk")
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    if query:
        persons = match(Person.objects.filter(user__isnull=False), query).values("user")
        name = sort_key(query).partition("\x01")[0]
        rows = rows.filter(Q(sort_name__contains=name) | Q(email__icontains=query) | Q(pk__in=persons))
    page = page_of(request, rows)
    for user in page:
        user.role_labels = _role_labels(user)
    return render(request, "actors/accounts/list.html", {"page_obj": page, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def invite(request):
    """Create an account and mail its invitation."""
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                user = invitations.create_account(email=data["email"], name=data["name"], roles=data["roles"])
                _save_links(user, data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _send(request, user, data["language"])
            return redirect("actors:account_edit", pk=user.pk)
    context = {"form": form, "crumbs": _crumbs((_("Invite"), None)), "cancel_url": reverse("actors:account_list")}
    return render(request, "actors/accounts/invite.html", context, status=422 if form.is_bound else 200)


def _save_links(user, data):
    before = Person.objects.filter(user=user).first()
    if before is not None and before != data["person"]:
        services.link_account(person=before, user=None)
    if data["person"] is not None:
        services.link_account(person=data["person"], user=user)
    services.set_represented_actors(user=user, actors=data["actors"])


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """One account: roles and links, and the steps that lead out."""
    user = _account_or_404(request, pk)
    initial = {
        "name": user.name,
        "roles": [group.name for group in user.groups.all()],
        "person": getattr(user, "person", None),
        "actors": [link.actor_id for link in user.represents.all()],
    }
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial, user=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                invitations.change_account(user=user, name=data["name"], roles=data["roles"], by=request.user)
                _save_links(user, data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("“%(name)s” has been saved.") % {"name": data["name"]})
            return redirect("actors:account_edit", pk=pk)
    context = {
        "form": form,
        "account": user,
        "role_labels": _role_labels(user),
        "is_self": user.pk == request.user.pk,
        "crumbs": _crumbs((user.name or user.email, None)),
        "cancel_url": reverse("actors:account_list"),
        "history": history_of(user, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "actors/accounts/edit.html", context, status=422 if form.is_bound else 200)


def _step(request, pk, service, done):
    user = _account_or_404(request, pk)
    try:
        service(user=user, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("actors:account_edit", pk=pk)


@require_POST
@office_required
def resend(request, pk):
    """Send a fresh link; earlier ones stop working once a password has been set."""
    user = _account_or_404(request, pk)
    if not user.is_active:
        messages.error(request, _("This account is locked. Unlock it first."))
    else:
        _send(request, user, request.POST.get("language", "de"))
        invitations.mark_invited(user=user)
    return redirect("actors:account_edit", pk=pk)


@require_POST
@office_required
def deactivate(request, pk):
    return _step(request, pk, invitations.deactivate, _("The account is locked. It cannot log in any more."))


@require_POST
@office_required
def reactivate(request, pk):
    return _step(request, pk, invitations.reactivate, _("The account can log in again."))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def anonymise(request, pk):
    """Empty an account for good, after a clear yes."""
    user = _account_or_404(request, pk)
    form = AnonymiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.anonymise_account(user=user, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The account has been anonymised."))
            return redirect("actors:account_list")
    context = {
        "form": form,
        "title": _("Anonymise the account of %(name)s?") % {"name": user},
        "text": _(
            "Name, e-mail address, password, roles and links are removed for good."
            " What the account did stays in the history under a number."
        ),
        "submit_label": _("Anonymise"),
        "cancel_url": reverse("actors:account_edit", args=[pk]),
        "crumbs": _crumbs((user.name or user.email, reverse("actors:account_edit", args=[pk])), (_("Anonymise"), None)),
    }
    return render(request, "actors/office/step.html", context, status=422 if form.is_bound else 200)
