"""What a personal link of a progress round opens: the recipient's measures, and nothing else. GET changes nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import attachments, links
from integration_portal.core.models import Attachment
from integration_portal.core.params import positive_int
from integration_portal.core.views.links import problem_page

from ..forms_coordination import HandOnForm
from ..models import ProgressReport, ProgressRound
from ..services import rounds
from .progress import answer, report_form, write_context


def show(request, link, rest):
    """The page behind `/l/<token>/`: the list, `<report>/`, `<report>/datei/<id>/` or `weitergeben/`."""
    asked = rounds.request_of(link)
    if asked is None or asked.round.state != ProgressRound.State.SENT:
        return problem_page(request, "withdrawn")
    if request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    parts = [part for part in rest.split("/") if part]
    if not parts:
        return _list(request, link, asked)
    if parts == ["weitergeben"]:
        return _hand_on(request, link, asked)
    report = asked.reports.select_related("measure__lead").filter(pk=positive_int(parts[0])).first()
    if report is None:
        raise Http404
    if len(parts) == 1:
        return _report(request, link, asked, report)
    if len(parts) == 3 and parts[1] == "datei":
        return _file(report, parts[2])
    raise Http404


def _url(link, rest=""):
    token = links.token_of(link)
    return reverse("core:link_rest", args=[token, rest]) if rest else reverse("core:link", args=[token])


def _list(request, link, asked):
    reports = list(asked.reports.select_related("measure").order_by("measure__sort_title"))
    last = {}
    for report in ProgressReport.objects.accepted().filter(measure__in=[row.measure_id for row in reports]):
        last.setdefault(report.measure_id, report)
    rows = [(report, last.get(report.measure_id), _url(link, f"{report.pk}/")) for report in reports]
    return render(
        request,
        "measures/link/list.html",
        {
            "asked": asked,
            "rows": rows,
            "open_count": sum(report.is_open for report in reports),
            "hand_on_url": _url(link, "weitergeben/"),
            "link": link,
        },
    )


def _report(request, link, asked, report):
    url = _url(link, f"{report.pk}/")
    if not report.is_open:
        context = {"report": report, "attachments": _files(link, report), "list_url": _url(link), "asked": asked}
        if request.method == "POST":
            messages.warning(request, _("This report has been handed in already, perhaps by a colleague."))
            return redirect(url)
        return render(request, "measures/link/done.html", context)
    form, status = report_form(request, report, asks_name=True), 200
    if request.method == "GET" and not report.author_name:
        form.initial["author_name"] = link.holder
    if request.method == "POST":
        done = url if request.POST.get("tun") != "einreichen" else _url(link)
        response, status = answer(
            request, form, report, by=None, done_url=done, autosave_template="measures/progress/autosave.html"
        )
        if response is not None:
            return response
    context = write_context(report, form) | {
        "asked": asked,
        "action_url": url,
        "list_url": _url(link),
        "files": _files(link, report),
    }
    return render(request, "measures/link/write.html", context, status=status)


def _files(link, report):
    return [(row, _url(link, f"{report.pk}/datei/{row.pk}/")) for row in attachments.of(report)]


def _file(report, pk):
    try:
        attachment = attachments.of(report).get(pk=pk)
    except (Attachment.DoesNotExist, ValidationError):
        raise Http404
    return attachments.download(attachment)


def _hand_on(request, link, asked):
    """Ask a colleague to answer; they get a link of their own."""
    form, status = HandOnForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rounds.hand_on(request=asked, link=link, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, _("A link to %(name)s is on its way. Yours keeps working.") % form.cleaned_data
                )
                return redirect(_url(link))
    context = {"form": form, "asked": asked, "cancel_url": _url(link), "action_url": _url(link, "weitergeben/")}
    return render(request, "measures/link/hand_on.html", context, status=status)
