"""Surveys of dates for the office: prepare, choose who is asked, start, watch the answers come in, decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import links
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.site import absolute
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms_surveys import AddPersonForm, DateSurveyForm, DeadlineForm, PeopleForm
from ..models import DateSurvey, SurveyParticipant
from ..services import surveys
from ..survey_results import results_of

PER_PAGE = 25
State = DateSurvey.State


def _crumbs(*rest):
    return [(_("Surveys of dates"), reverse("committees:survey_list")), *rest]


def _row(request, pk, **conditions):
    rows = DateSurvey.objects.visible_inside(request.user).select_related("committee", "meeting__committee")
    return get_object_or_404(rows, pk=pk, **conditions)


def _inside(row):
    return _crumbs((row.title, row.get_absolute_url()))


@require_safe
@reader_required
def index(request):
    """All surveys with how many have answered."""
    rows = (
        DateSurvey.objects.visible_inside(request.user)
        .select_related("committee", "meeting__committee")
        .annotate(
            asked=Count("participants"),
            answered=Count("participants", filter=Q(participants__answered_at__isnull=False)),
        )
        .order_by("-created_at", "-pk")
    )
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "may_edit": request.user.is_office,
    }
    return render(request, "committees/surveys/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new survey; next the office looks at who is asked."""

    def save(form):
        row = surveys.save_survey(survey=form.instance, options=form.options, by=request.user)
        return reverse("committees:survey_people", args=[row.pk])

    chosen = positive_int(request.GET.get("gremium"))
    return edit_page(
        request,
        DateSurveyForm(posted(request), initial={"committee": chosen}),
        save=save,
        title=_("New survey of dates"),
        text=_("Next you see who is asked. No mail goes out before you start the survey."),
        cancel=reverse("committees:survey_list"),
        trail=_crumbs(),
        submit_label=_("Next"),
        template="committees/surveys/form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a draft."""
    row = _row(request, pk, state=State.DRAFT)

    def save(form):
        version = form.cleaned_data["version"]
        return surveys.save_survey(survey=form.instance, options=form.options, version=version).get_absolute_url()

    return edit_page(
        request,
        DateSurveyForm(posted(request), instance=row),
        save=save,
        title=_("Edit the survey"),
        cancel=row.get_absolute_url(),
        trail=_inside(row),
        delete_url=reverse("committees:survey_delete", args=[row.pk]),
        template="committees/surveys/form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def people(request, pk):
    """Who is asked; while the survey is a draft."""
    row = _row(request, pk, state=State.DRAFT)

    def save(form):
        return surveys.set_people(survey=row, persons=form.persons).get_absolute_url()

    return edit_page(
        request,
        PeopleForm(posted(request), survey=row),
        save=save,
        title=_("Who is asked?"),
        text=_("The members in office today are ticked."),
        cancel=row.get_absolute_url(),
        trail=_inside(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def add(request, pk):
    """Ask one more person while the survey runs."""
    row = _row(request, pk, state=State.OPEN)

    def save(form):
        surveys.add_participant(survey=row, person=form.cleaned_data["person"])
        return row.get_absolute_url()

    return edit_page(
        request,
        AddPersonForm(posted(request), survey=row),
        save=save,
        title=_("Ask one more person"),
        text=_("With an e-mail address the person gets the link at once."),
        cancel=row.get_absolute_url(),
        trail=_inside(row),
        submit_label=_("Ask"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def extend(request, pk):
    """Take answers until another day; a closed survey runs again."""
    row = _row(request, pk, state__in=(State.OPEN, State.CLOSED), meeting__isnull=True)

    def save(form):
        surveys.extend_survey(survey=row, closes_on=form.cleaned_data["closes_on"])
        return row.get_absolute_url()

    return edit_page(
        request,
        DeadlineForm(posted(request), initial={"closes_on": row.closes_on}),
        save=save,
        title=_("Open the survey again") if row.state == State.CLOSED else _("Another last day for answers"),
        text=_("The links that have been sent work until then."),
        cancel=row.get_absolute_url(),
        trail=_inside(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a survey that does not run."""
    row = _row(request, pk, state__in=(State.DRAFT, State.CLOSED))
    home = reverse("committees:survey_list")
    return delete_page(
        request,
        row,
        cancel=row.get_absolute_url(),
        done=home,
        trail=_inside(row),
        delete=surveys.delete_survey,
        text=_("All answers are deleted with it. The history keeps that it was there."),
    )


@require_safe
@reader_required
def show(request, pk):
    """A survey with its answers. The links of those without an address are for the office alone."""
    row = _row(request, pk)
    results = results_of(row)
    may_edit = request.user.is_office
    without = [line.participant for line in results.rows if not line.participant.person.email]
    links_shown = []
    if may_edit and row.state == State.OPEN:
        links_shown = [(one, absolute(links.path_of(one.link))) for one in without if one.link]
    context = {
        "crumbs": _crumbs((row.title, None)),
        "survey": row,
        "results": results,
        "asked": len(results.rows),
        "waiting": len(results.rows) - results.answered,
        "without": without,
        "links": links_shown,
        "notes": [line.participant for line in results.rows if line.participant.note],
        "takes_answers": surveys.takes_answers(row),
        "may_edit": may_edit,
        "may_plan": may_edit and row.state != State.DRAFT and row.meeting_id is None,
    }
    return render(request, "committees/surveys/detail.html", context)


def _step(request, row, act):
    """Do one step on a survey and go back to its page, saying what happened."""
    try:
        messages.success(request, act())
    except StaleObject:
        messages.error(request, _("Somebody changed this survey meanwhile. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(row.get_absolute_url())


@require_POST
@office_required
def start(request, pk):
    """Send the links."""
    row = _row(request, pk)

    def act():
        version = positive_int(request.POST.get("version"))
        asked, without = surveys.start_survey(survey=row, version=version)
        text = ngettext("One mail is on its way.", "%(n)s mails are on their way.", len(asked)) % {"n": len(asked)}
        if without:
            more = ngettext(
                "One person has no e-mail address: the link is below.",
                "%(n)s persons have no e-mail address: their links are below.",
                len(without),
            )
            text += " " + more % {"n": len(without)}
        return text

    return _step(request, row, act)


@require_POST
@office_required
def remind(request, pk):
    """Remind everybody who has not answered."""
    row = _row(request, pk)

    def act():
        number = surveys.remind_open(survey=row)
        if not number:
            return _("Nobody had to be reminded: everybody has answered, was written to today or has no address.")
        return ngettext("One reminder is on its way.", "%(n)s reminders are on their way.", number) % {"n": number}

    return _step(request, row, act)


@require_POST
@office_required
def close(request, pk):
    """Take no more answers."""
    row = _row(request, pk)

    def act():
        surveys.close_survey(survey=row)
        return _("The survey is closed.")

    return _step(request, row, act)


@require_POST
@office_required
def withdraw(request, pk, participant):
    """Take somebody out of the survey."""
    row = _row(request, pk)
    one = get_object_or_404(SurveyParticipant.objects.select_related("survey", "person"), survey=row, pk=participant)

    def act():
        surveys.remove_participant(participant=one)
        return _("%(name)s is no longer asked; the link does not open any more.") % {"name": one.person}

    return _step(request, row, act)


@require_POST
@office_required
def plan(request, pk, option):
    """Plan the meeting on one of the dates."""
    row = _row(request, pk)
    chosen = get_object_or_404(row.options, pk=option)

    def act():
        surveys.make_meeting(survey=row, option=chosen, by=request.user)
        return _("The meeting has been planned on this date. Nobody has been invited yet.")

    return _step(request, row, act)
