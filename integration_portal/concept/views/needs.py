"""Surveys of needs: planning them, asking, answers by field, and the page behind the personal link."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.form_fields import put_errors
from integration_portal.core.views.editing import edit_page, posted
from integration_portal.core.views.links import problem_page
from integration_portal.core.writers import csv_response, xlsx_response

from ..exports import needs_table
from ..forms_consultation import PeopleForm
from ..forms_process import NeedsForm, SurveyForm
from ..models import NeedsAnswer, NeedsRequest, NeedsSurvey
from ..services import process as services
from . import process as pages
from .common import act


def _survey(request, pk, *, may_write=False):
    row = get_object_or_404(NeedsSurvey.objects.select_related("process__concept"), pk=pk)
    if not (roles.is_office(request.user) if may_write else roles.reads_all(request.user)):
        raise Http404
    return row


def _below(row, *rest):
    return pages.below(row.process, (str(row), row.get_absolute_url()), *rest)


def _answers(row):
    rows = NeedsAnswer.objects.filter(request__survey=row).select_related("request__actor", "field")
    order = {key: place for place, key in enumerate(NeedsAnswer.Urgency.values)}
    return sorted(rows, key=lambda answer: (answer.field.number, order.get(answer.urgency, 9), answer.pk))


@require_safe
@reader_required
def detail(request, pk):
    """A survey: who was asked and has answered, and the answers by field, the most urgent first."""
    row = _survey(request, pk)
    by_field: dict = {field: [] for field in row.fields.select_related("framework")}
    for answer in _answers(row):
        by_field.setdefault(answer.field, []).append(answer)
    requests = list(row.requests.select_related("actor"))
    context = {
        "survey": row,
        "by_field": [
            (field, answers, sum(answer.urgency == "high" for answer in answers)) for field, answers in by_field.items()
        ],
        "requests": requests,
        "answered": sum(one.answered_on is not None for one in requests),
        "may_write": roles.is_office(request.user),
        "crumbs": pages.below(row.process, (str(row), None)),
    }
    return render(request, "concept/process/survey.html", context)


@require_safe
@reader_required
def export(request, pk, fmt):
    """The answers as Excel or CSV."""
    row = _survey(request, pk)
    table = needs_table(row, _answers(row))
    return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=True)


def _form(request, row, title, cancel):
    def save(form):
        version = form.cleaned_data.get("version") if row.pk else None
        return services.save_survey(survey=row, data=form.data_for_service, version=version).get_absolute_url()

    return edit_page(
        request, SurveyForm(posted(request), instance=row), save=save, title=title, cancel=cancel,
        trail=pages.below(row.process),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Plan a survey of an update."""
    process = pages.editable(request, pk)
    return _form(request, NeedsSurvey(process=process), _("New survey of needs"), process.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a survey."""
    row = _survey(request, pk, may_write=True)
    return _form(request, row, _("Edit the survey"), row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def ask(request, pk):
    """Ask actors and others by personal link."""
    row = _survey(request, pk, may_write=True)

    def save(form):
        for name, email, actor in form.people():
            services.ask(survey=row, name=name, email=email, actor=actor)
        return row.get_absolute_url()

    return edit_page(
        request, PeopleForm(posted(request), have=row.requests.values("email")), save=save, title=_("Ask by mail"),
        cancel=row.get_absolute_url(), trail=_below(row), submit_label=_("Send the questions"),
    )  # fmt: skip


@require_POST
@office_required
def withdraw(request, pk, asked):
    """Take a question back that has not been answered."""
    row = _survey(request, pk, may_write=True)
    found = get_object_or_404(row.requests, pk=asked)
    return act(request, lambda: services.withdraw(request=found), _("The question has been taken back."), to=row)


def link_page(request, link, rest):
    """Behind the link of a mail: the same questions for each field; answers can be changed until the last day."""
    asked = NeedsRequest.objects.filter(link=link).select_related("survey__process__concept", "actor").first()
    if asked is None:
        return problem_page(request, "withdrawn")
    if rest or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    survey, status, is_saved = asked.survey, 200, False
    form = NeedsForm(
        posted(request), fields_of_action=survey.fields.select_related("framework"), answers=asked.answers.all()
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.answer(request=asked, answers=form.answers)
            except ValidationError as error:
                put_errors(form, error)
            else:
                status, is_saved = 200, True
    context = {
        "asked": asked, "survey": survey, "form": form, "is_over": survey.is_over(), "is_saved": is_saved,
        "privacy_url": reverse("portal:privacy"),
    }  # fmt: skip
    return render(request, "concept/process/needs.html", context, status=status)
