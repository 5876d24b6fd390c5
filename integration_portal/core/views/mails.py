"""Mail as the office sees it: the queue with what became of each message, and the wording of texts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import office_required, reader_required
from ..forms_mail import MailTextForm
from ..locking import StaleObject
from ..mail import queue, texts
from ..models import DueRun, Mail, MailText
from ..params import page_number

PER_PAGE = 50
STATES = {
    "offen": (Mail.State.QUEUED, Mail.State.WAITING, Mail.State.SENDING),
    "problem": (Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR),
    "gesendet": (Mail.State.SENT,),
}


@require_safe
@reader_required
def index(request):
    """The queue, newest first, with numbers per state."""
    chosen = request.GET.get("stand", "")
    rows = Mail.objects.select_related("email").defer("email__message", "email__html_message")
    if chosen in STATES:
        rows = rows.filter(state__in=STATES[chosen])
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    counted = {key: Mail.objects.filter(state__in=states).count() for key, states in STATES.items()}
    labels = {"offen": _("Not sent yet"), "problem": _("Not delivered"), "gesendet": _("Sent")}
    url = reverse("core:mails")
    return render(
        request,
        "core/mails/index.html",
        {
            "crumbs": [(_("Mail"), None)],
            "page_obj": page,
            "views": [
                (_("All"), url, None, chosen not in STATES),
                *((labels[key], f"{url}?stand={key}", counted[key], chosen == key) for key in STATES),
            ],
            "labels": {kind.key: kind.label for kind in texts.kinds()},
            "last_run": DueRun.objects.filter(key="core.mail.send").first(),
            "may_write": request.user.is_office,
        },
    )


@require_safe
@office_required
def show(request, pk):
    """One message with its text."""
    mail = get_object_or_404(Mail.objects.select_related("email"), pk=pk)
    context = {
        "crumbs": [(_("Mail"), reverse("core:mails")), (mail, None)],
        "mail": mail,
        "is_secret": texts.is_secret(mail.kind),
    }
    return render(request, "core/mails/show.html", context)


@require_POST
@office_required
def act(request, pk):
    """Send again, or withdraw."""
    mail = get_object_or_404(Mail, pk=pk)
    try:
        if request.POST.get("tun") == "zurueckziehen":
            queue.withdraw(mail=mail)
            messages.success(request, _("The mail has been withdrawn."))
        else:
            queue.repeat(mail=mail)
            messages.success(request, _("The mail will be sent again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("core:mail", mail.pk)


@require_safe
@reader_required
def text_list(request):
    """All kinds of mail with what they are for."""
    own = {(row.kind, row.language) for row in MailText.objects.only("kind", "language")}
    rows = [(kind, [(code, (kind.key, code) in own) for code in ("de", "en")]) for kind in texts.kinds()]
    return render(
        request,
        "core/mails/texts.html",
        {"crumbs": [(_("Mail"), reverse("core:mails")), (_("Texts of mails"), None)], "rows": rows},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def text_edit(request, kind, language):
    """Word a mail anew, with a preview; or go back to the packaged wording."""
    try:
        kind = texts.get(kind)
    except KeyError:
        raise Http404
    if language not in ("de", "en"):
        raise Http404
    row = MailText.objects.filter(kind=kind.key, language=language).first()
    subject, body = texts.wording(kind, language)
    initial = {"subject": subject, "body": body, "version": row.version if row else None}
    form = MailTextForm(request.POST or None, kind=kind, initial=initial)
    status, doing = 200, request.POST.get("tun", "")
    if request.method == "POST" and doing == "zuruecksetzen":
        texts.reset_text(kind=kind, language=language)
        messages.success(request, _("The packaged text is used again."))
        return redirect("core:mail_texts")
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        if form.is_valid() and doing != "vorschau":
            try:
                texts.save_text(kind=kind, language=language, **form.values)
            except StaleObject as stale:
                form.add_error(
                    None,
                    _("Somebody saved this text meanwhile: “%(text)s” Check, and save again to replace it.")
                    % {"text": stale.current.body[:500]},
                )
                form.data = form.data.copy()
                form.data["version"] = stale.current.version
                status = 409
            else:
                messages.success(request, _("The text has been saved."))
                return redirect("core:mail_texts")
    shown = (request.POST.get("subject", subject), request.POST.get("body", body))
    sample = kind.sample()
    return render(
        request,
        "core/mails/text.html",
        {
            "crumbs": [
                (_("Mail"), reverse("core:mails")),
                (_("Texts of mails"), reverse("core:mail_texts")),
                (kind.label, None),
            ],
            "kind": kind,
            "language": language,
            "form": form,
            "is_own": row is not None,
            "preview": [texts.fill(text, sample) for text in shown],
        },
        status=status,
    )
