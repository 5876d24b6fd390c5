"""What `/l/<token>/` answers: the page of the link's purpose, or a friendly page that says how to get a new link."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .. import audit, links

STATUS = {"broken": 404, "unknown": 404, "expired": 410, "withdrawn": 410, "often": 429}


def _private(response):
    """No copy, no referrer, no index: the address is a key."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def problem_page(request, reason):
    """The page for a link that opens nothing."""
    words = {
        "broken": (
            _("This link is not complete"),
            _(
                "Perhaps your mail program cut it off. Please copy the whole address from the mail, or ask us for a new link."
            ),
        ),
        "unknown": (
            _("This link is not known"),
            _("It may belong to an earlier request. Please ask us for a new link."),
        ),
        "expired": (
            _("This link has expired"),
            _("The deadline has passed. If you still want to answer, please tell us: we will send you a new link."),
        ),
        "withdrawn": (
            _("This link has been withdrawn"),
            _("Perhaps somebody else answers now, or the request is settled. If you are not sure, please ask us."),
        ),
        "often": (
            _("Too many attempts"),
            _("For safety this page pauses for ten minutes. Please try again then. Nothing is lost."),
        ),
    }
    title, text = words[reason]
    context = {"problem_title": title, "problem_text": text}
    return _private(render(request, "core/link_problem.html", context, status=STATUS[reason]))


@csrf_exempt
@never_cache
def show(request, token, rest=""):
    """Hand a valid link to its purpose. Wrong tokens are counted per address, uses per link.

    The address alone is the right to write, no cookie plays a part, so another site has nothing to misuse. Django's
    check would refuse every form: under `no-referrer` browsers send `Origin: null`.
    """
    visitor = f"wrong:{request.META.get('REMOTE_ADDR', '')}"
    if links.tried_too_often(visitor, links.WRONG_TRIES):
        return problem_page(request, "often")
    try:
        link = links.resolve(token)
    except links.LinkProblem as problem:
        if problem.link is None:
            links.too_often(visitor, links.WRONG_TRIES)
        return problem_page(request, problem.reason)
    if links.too_often(f"use:{link.pk}", links.USES):
        return problem_page(request, "often")
    with audit.acting(
        source="link", path=f"/l/{link.pk}", who=link.holder, remote_addr=request.META.get("REMOTE_ADDR")
    ):
        if request.method == "POST":
            links.note_use(link)
        return _private(links.purpose_of(link).view(request, link, rest))
