"""Terms, seats, members and functions of a committee in the office views."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms_members import EndForm, FunctionForm, MembershipForm, SeatForm, TermForm
from ..models import CommitteeFunction, Membership, Seat, Term
from ..services import members as services
from .committees import FORM, kept, of_committee


def _form(request, committee, form, save, title, **more):
    def saved(form):
        save(form)
        return committee.get_absolute_url()

    return edit_page(
        request,
        form,
        save=saved,
        title=title,
        cancel=committee.get_absolute_url(),
        trail=of_committee(committee),
        **more,
    )


@require_http_methods(FORM)
@office_required
def term(request, pk, term=None):
    """A new term, or a change of one."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.terms, pk=term) if term else Term(committee=committee)
    title = _("Edit the term") if term else _("New term")
    form = TermForm(posted(request), instance=row)
    return _form(request, committee, form, lambda form: services.save_term(term=form.save(commit=False)), title)


@require_http_methods(FORM)
@office_required
def seat(request, pk, seat=None):
    """A new seat, or a change of one."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.seats, pk=seat) if seat else Seat(committee=committee)

    def save(form):
        made = form.save(commit=False)
        made.position = made.position or 0
        services.save_seat(seat=made)

    title = _("Edit the seat") if seat else _("New seat")
    url = f"{committee.get_absolute_url()}sitze/{seat}/loeschen/" if seat else ""
    return _form(request, committee, SeatForm(posted(request), instance=row), save, title, delete_url=url)


@require_http_methods(FORM)
@office_required
def seat_delete(request, pk, seat):
    """Delete a seat nobody ever sat on."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.seats, pk=seat)
    url = committee.get_absolute_url()
    return delete_page(request, row, cancel=url, done=url, trail=of_committee(committee), delete=services.delete_seat)


@require_http_methods(FORM)
@office_required
def member(request, pk, seat):
    """Put somebody on a seat, as member or deputy."""
    committee = kept(request, pk)
    row = Membership(seat=get_object_or_404(committee.seats.select_related("committee"), pk=seat))
    form = MembershipForm(posted(request), instance=row, committee=committee)
    title = _("Fill the seat “%(seat)s”") % {"seat": row.seat.name}
    return _form(
        request, committee, form, lambda form: services.save_membership(membership=form.save(commit=False)), title
    )


def _membership(committee, membership):
    rows = Membership.objects.filter(seat__committee=committee).select_related("seat__committee", "person")
    return get_object_or_404(rows, pk=membership)


@require_http_methods(FORM)
@office_required
def member_edit(request, pk, membership):
    """Change a membership."""
    committee = kept(request, pk)
    row = _membership(committee, membership)

    def save(form):
        services.save_membership(membership=form.save(commit=False), version=form.cleaned_data["version"])

    form = MembershipForm(posted(request), instance=row, committee=committee)
    return _form(request, committee, form, save, _("Edit the membership"))


@require_http_methods(FORM)
@office_required
def member_end(request, pk, membership):
    """End a membership."""
    committee = kept(request, pk)
    row = _membership(committee, membership)
    initial = {"until": timezone.localdate(), "reason": Membership.End.RESIGNED}

    def save(form):
        services.end_membership(membership=row, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"])

    return _form(
        request,
        committee,
        EndForm(posted(request), initial=initial),
        save,
        _("End the membership of %(name)s") % {"name": row.person.name},
        text=_("Functions such as the chair end with it, unless the person stays until the successor starts."),
    )


@require_http_methods(FORM)
@office_required
def function(request, pk, function=None):
    """A new chair, vice chair or recorder, or a change."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.functions, pk=function) if function else CommitteeFunction(committee=committee)

    def save(form):
        services.save_function(function=form.save(commit=False))

    title = _("Edit the function") if function else _("New chair, vice chair or recorder")
    return _form(request, committee, FunctionForm(posted(request), instance=row), save, title)
