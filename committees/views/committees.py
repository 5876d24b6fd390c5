"""Committees in the office views: list, sheet with roster, rules, standard items."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels, roles
from integration_portal.core.access import login_required, office_required, reader_required
from integration_portal.core.display import format_day
from integration_portal.core.history import history_of
from integration_portal.core.params import day as day_of
from integration_portal.core.params import page_number
from integration_portal.core.views.editing import delete_page, edit_page, posted
from integration_portal.core.writers import csv_response, xlsx_response

from ..exports_members import roster_table
from ..forms_members import CommitteeForm, RuleForm, StandardItemForm
from ..models import Committee, RuleSet, StandardItem
from ..roster import roster
from ..rules.words import describe
from ..services import members as services

FORM = ("GET", "HEAD", "POST")
#: What a new set does not take over from the last one.
_OWN = ("id", "committee", "valid_from", "name", "version", "created_at", "updated_at")


def crumbs(*rest):
    """The way to a page of committees."""
    return [(_("Committees"), reverse("committees:office_list")), *rest]


def of_committee(committee, *rest):
    """The way to a page below one committee."""
    return crumbs((committee.label, committee.get_absolute_url()), *rest)


def kept(request, pk):
    """The committee, for those who may change it."""
    return get_object_or_404(Committee.objects.editable_by(request.user), pk=pk)


@require_safe
@login_required
def index(request):
    """The committees that the account may see, with the number of their seats and coming meetings."""
    rows = Committee.objects.visible_inside(request.user)
    ahead = Q(meetings__state__in=("planned", "invited"), meetings__starts_at__gte=timezone.now())
    rows = rows.annotate(
        seats_count=Count("seats", distinct=True), ahead_count=Count("meetings", filter=ahead, distinct=True)
    )
    return render(request, "committees/members/list.html", {"committees": list(rows)})


@require_safe
@login_required
def detail(request, pk):
    """A committee: roster on a day (`?tag=`), rules, terms, next meetings."""
    committee = get_object_or_404(
        Committee.objects.visible_inside(request.user).select_related("organisation", "municipality"), pk=pk
    )
    today = timezone.localdate()
    asked = request.GET.get("tag", "")
    day = day_of(asked) or today
    if asked and day_of(asked) is None:
        messages.warning(request, _("“%(value)s” is not a day; you see today's roster.") % {"value": asked[:20]})
    rules = RuleSet.objects.filter(committee=committee).order_by("-valid_from")
    current = next((row for row in rules if row.valid_from <= today), None) or rules.first()
    reads_all = roles.reads_all(request.user)
    context = {
        "crumbs": crumbs((committee.label, None)),
        "committee": committee,
        "roster": roster(committee, day),
        "day": day,
        "is_today": day == today,
        "rules": current,
        "rule_words": describe(current) if current else [],
        "rule_sets": list(rules),
        "terms": list(committee.terms.all()),
        "fields": list(committee.fields.select_related("framework")),
        "standard": list(committee.standard_items.all()),
        "meetings": list(committee.meetings.ahead().order_by("starts_at")[:5]),
        "reads_all": reads_all,
        "panels": panels.collect(request, "committee:office", committee),
        "history": history_of(committee, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
    }
    return render(request, "committees/members/detail.html", context)


@require_safe
@reader_required
def export(request, pk, fmt):
    """The roster of a day as a spreadsheet."""
    committee = get_object_or_404(Committee.objects.visible_inside(request.user), pk=pk)
    day = day_of(request.GET.get("tag", "")) or timezone.localdate()
    table = roster_table(committee, roster(committee, day))
    return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=request.GET.get("excel") == "1")


@require_http_methods(FORM)
@office_required
def create(request):
    """A new committee, with the standard items and the rules of the ThürKO."""
    return edit_page(
        request,
        CommitteeForm(posted(request)),
        save=lambda form: services.create_committee(data=form.data_for_service).get_absolute_url(),
        title=_("New committee"),
        cancel=reverse("committees:office_list"),
        trail=crumbs(),
        text=_(
            "It starts with the rules of the Thüringer Kommunalordnung and the usual items; you can change both afterwards."
        ),
    )


@require_http_methods(FORM)
@office_required
def edit(request, pk):
    """Change a committee."""
    committee = kept(request, pk)
    name = committee.label

    def save(form):
        version = form.cleaned_data["version"]
        return services.update_committee(
            committee=committee, data=form.data_for_service, version=version
        ).get_absolute_url()

    return edit_page(
        request,
        CommitteeForm(posted(request), instance=committee),
        save=save,
        title=_("Edit the committee"),
        cancel=committee.get_absolute_url(),
        trail=crumbs((name, committee.get_absolute_url())),
    )


@require_POST
@office_required
def publish(request, pk):
    """Show the committee in public."""
    committee = services.set_committee_published(committee=kept(request, pk), published=True)
    messages.success(request, _("The committee is public now."))
    return redirect(committee)


@require_POST
@office_required
def unpublish(request, pk):
    """Take the committee off the public pages, with all that hangs on it."""
    committee = services.set_committee_published(committee=kept(request, pk), published=False)
    messages.success(request, _("The committee is no longer public, nor are its meetings, papers and members."))
    return redirect(committee)


# --- rules ---------------------------------------------------------------------------------------------
@require_safe
@login_required
def rules(request, pk, number):
    """A set of rules in words."""
    committee = get_object_or_404(Committee.objects.visible_inside(request.user), pk=pk)
    row = get_object_or_404(committee.rule_sets, pk=number)
    context = {
        "crumbs": of_committee(committee, (row.name, None)),
        "committee": committee,
        "rules": row,
        "words": describe(row),
        "is_frozen": services.is_frozen(row),
    }
    return render(request, "committees/members/rules.html", context)


@require_http_methods(FORM)
@office_required
def rules_create(request, pk):
    """New rules from a day on, starting from the last ones."""
    committee = kept(request, pk)
    last = committee.rule_sets.order_by("-valid_from").first()
    initial = {
        field.name: getattr(last, field.name) for field in RuleSet._meta.fields if last and field.name not in _OWN
    }
    return _rules_form(
        request,
        committee,
        RuleForm(posted(request), instance=RuleSet(committee=committee), initial=initial),
        _("New rules from a day on"),
    )


@require_http_methods(FORM)
@office_required
def rules_edit(request, pk, number):
    """Change rules under which nothing has happened yet."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.rule_sets.select_related("committee"), pk=number)
    if services.is_frozen(row):
        messages.error(
            request,
            _(
                "A meeting was invited to under these rules: they stay as they are. Please add new rules from a later day."
            ),
        )
        return redirect("committees:rules", pk=pk, number=number)
    return _rules_form(request, committee, RuleForm(posted(request), instance=row), _("Edit the rules"))


def _rules_form(request, committee, form, title):
    def save(form):
        row = form.save(commit=False)
        if row.pk is None:
            row.committee = committee
        services.save_rules(rules=row, version=form.cleaned_data.get("version"))
        return reverse("committees:rules", args=[committee.pk, row.pk])

    bound = services.last_bound_day(committee)
    text = ""
    if bound:
        text = _("Meetings up to %(day)s keep the rules they were invited under.") % {"day": format_day(bound)}
    return edit_page(
        request,
        form,
        save=save,
        title=title,
        cancel=committee.get_absolute_url(),
        trail=of_committee(committee),
        text=text,
        template="committees/members/rules_form.html",
    )


# --- standard items ------------------------------------------------------------------------------------
@require_http_methods(FORM)
@office_required
def item_create(request, pk):
    """A further item with which agendas start or end."""
    committee = kept(request, pk)
    form = StandardItemForm(posted(request), instance=StandardItem(committee=committee))
    return _item_form(request, committee, form, _("New standard item"))


@require_http_methods(FORM)
@office_required
def item_edit(request, pk, item):
    """Change a standard item; agendas that exist stay as they are."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.standard_items, pk=item)
    form = StandardItemForm(posted(request), instance=row)
    url = reverse("committees:standard_delete", args=[pk, item])
    return _item_form(request, committee, form, _("Edit the standard item"), delete_url=url)


def _item_form(request, committee, form, title, **more):
    def save(form):
        form.save()
        return f"{committee.get_absolute_url()}#standardpunkte"

    return edit_page(
        request,
        form,
        save=save,
        title=title,
        cancel=committee.get_absolute_url(),
        trail=of_committee(committee),
        **more,
    )


@require_http_methods(FORM)
@office_required
def item_delete(request, pk, item):
    """Delete a standard item, after asking."""
    committee = kept(request, pk)
    row = get_object_or_404(committee.standard_items, pk=item)
    url = committee.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=url, trail=of_committee(committee), delete=lambda row: row.delete()
    )
