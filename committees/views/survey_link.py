"""What a personal link of a survey of dates opens: the own answers of whoever is asked, and nothing else. GET changes nothing."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from integration_portal.core import links
from integration_portal.core.form_fields import put_errors
from integration_portal.core.views.editing import posted
from integration_portal.core.views.links import problem_page

from ..forms_surveys import AnswerForm
from ..services import surveys


def show(request, link, rest):
    """The page behind `/l/<token>/`: the form while answers are taken, else what was answered."""
    asked = surveys.participant_of(link)
    if asked is None:
        return problem_page(request, "withdrawn")
    if rest or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    status, is_open = 200, surveys.takes_answers(asked.survey)
    form = AnswerForm(posted(request), participant=asked)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                surveys.answer(participant=asked, choices=form.choices, note=form.cleaned_data["note"])
            except ValidationError as error:
                put_errors(form, error)
                status = 409
            else:
                # the page itself says that they have been saved
                return redirect(reverse("core:link", args=[links.token_of(link)]))
    said = asked.answers.select_related("option").order_by("option__starts_at")
    context = {
        "asked": asked,
        "survey": asked.survey,
        "form": form,
        "is_open": is_open,
        "said": [] if is_open else [(surveys.option_words(one.option), one.get_choice_display()) for one in said],
    }
    return render(request, "committees/surveys/link.html", context, status=status)
