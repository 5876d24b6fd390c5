"""What the link to unsubscribe opens: no login, one click. Opening it changes nothing, since mail scanners open links."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from integration_portal.core import links
from integration_portal.core.views.links import problem_page

from ..models import MailingOptOut
from ..services import mailing as services
from ..services import sending


def show(request, link, rest):
    """Ask, unsubscribe (from the list, or with `alle` from all), and say so.

    A POST with `List-Unsubscribe=One-Click` comes from the recipient's mail program (RFC 8058) and unsubscribes at once.
    """
    recipient = sending.recipient_of(link)
    if recipient is None:
        return problem_page(request, "withdrawn")
    if rest.strip("/") or request.method not in ("GET", "HEAD", "POST"):
        raise Http404
    mailing_list = recipient.mailing.list
    if request.method == "POST":
        services.opt_out(email=recipient.email, mailing_list=None if request.POST.get("alle") == "ja" else mailing_list)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return redirect(reverse("core:link", args=[links.token_of(link)]))
    left = MailingOptOut.objects.filter(email__iexact=recipient.email)
    context = {
        "recipient": recipient,
        "list": mailing_list,
        "left_all": left.filter(list__isnull=True).exists(),
        "left_list": left.filter(list=mailing_list).exists(),
    }
    return render(request, "actors/mailing/unsubscribe.html", context)
