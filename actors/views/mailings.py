"""Mails to lists: write, look at who gets them, send once, and the log."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.mail import texts
from integration_portal.core.models import Mail
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms_mailing import MailingForm
from ..models import Mailing, MailingList
from ..recipients import recipients_of
from ..services import sending
from .mailing import PER_LIST, crumbs_of

TROUBLE = (Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR)
WAITING = (Mail.State.QUEUED, Mail.State.WAITING, Mail.State.SENDING)


def _trail(mailing_list, *rest):
    return crumbs_of((mailing_list.name, mailing_list.get_absolute_url()), *rest)


def _mailing(pk):
    return get_object_or_404(Mailing.objects.select_related("list", "written_by"), pk=pk)


def _write(request, row, *, save, key, label, **page):
    """The form of a mail; what is typed is kept automatically until it is saved."""
    draft = draft_of(request.user, key)
    restored = draft if draft and request.method == "GET" and request.GET.get("entwurf") == "1" else None

    def save_and_forget(form):
        url = save(form).get_absolute_url()
        discard_draft(user=request.user, key=key)
        return url

    return edit_page(
        request,
        MailingForm(as_form_data(restored) if restored else posted(request), instance=row),
        save=save_and_forget,
        title=label,
        submit_label=_("Save and look"),
        template="actors/mailing/write.html",
        draft=None if restored or request.method == "POST" else draft,
        draft_restored=restored,
        draft_key=key,
        draft_label=label,
        draft_url=request.path,
        **page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Write a mail to a list; it is a draft until it is sent."""
    mailing_list = get_object_or_404(MailingList.objects.current(), pk=pk)

    return _write(
        request,
        Mailing(list=mailing_list, written_by=request.user),
        save=lambda form: sending.save_mailing(mailing=form.instance),
        key=f"actors.mailing:new:{mailing_list.pk}",
        label=_("Write to “%(name)s”") % {"name": mailing_list.name},
        text=_("Next you see the mail and who gets it. Nothing is sent before you say so."),
        cancel=mailing_list.get_absolute_url(),
        trail=_trail(mailing_list),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a draft."""
    row = _mailing(pk)
    if row.state != Mailing.State.DRAFT:
        return redirect(row)

    return _write(
        request,
        row,
        save=lambda form: sending.save_mailing(mailing=form.instance, version=form.cleaned_data["version"]),
        key=f"actors.mailing:{row.pk}",
        label=_("Edit the mail"),
        cancel=row.get_absolute_url(),
        trail=_trail(row.list, (row.subject, row.get_absolute_url())),
        delete_url=reverse("actors:mailing_delete", args=[row.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft."""
    row = _mailing(pk)
    if row.state != Mailing.State.DRAFT:
        return redirect(row)
    done = row.list.get_absolute_url()
    return delete_page(
        request, row, cancel=row.get_absolute_url(), done=done, trail=_trail(row.list), delete=sending.delete_draft
    )


def _as_mail(row):
    """(subject, text) as the mail is sent, the link apart."""
    values = {"subject": row.subject, "text": row.text.strip(), "list": row.list.name, "link": "https://…/l/…"}
    return texts.write("actors.mailing", values)


@require_safe
@reader_required
def show(request, pk):
    """A draft as it would be sent, with who gets it; a sent mail with the log of what went to whom."""
    row = _mailing(pk)
    context = {
        "crumbs": _trail(row.list, (row.subject, None)),
        "mailing": row,
        "may_edit": request.user.is_office and not row.list.archived_at,
    }
    context["mail_subject"], context["mail_text"] = _as_mail(row)
    if row.state == Mailing.State.DRAFT:
        recipients = recipients_of(row.list)
        context |= {
            "recipients": recipients,
            "page_obj": Paginator(recipients.found, PER_LIST).get_page(page_number(request.GET.get("seite"))),
            "left_page": Paginator(recipients.left, PER_LIST).get_page(page_number(request.GET.get("ohne"))),
        }
        return render(request, "actors/mailing/draft.html", context)
    return render(request, "actors/mailing/log.html", context | _log(request, row))


def _log(request, row):
    """What went to whom and what became of it, in a constant number of queries."""
    rows = row.recipients.select_related("person", "actor").with_mail_state()
    states = dict(row.recipients.with_mail_state().order_by().values_list("mail_state").annotate(number=Count("pk")))
    page = Paginator(rows.order_by("name", "email", "pk"), PER_LIST).get_page(page_number(request.GET.get("seite")))
    labels = dict(Mail.State.choices)
    for one in page.object_list:
        one.mail_word = labels.get(one.mail_state, _("not yet in the queue") if one.email else _("erased"))
        one.has_trouble = one.mail_state in TROUBLE
    return {
        "page_obj": page,
        "total": sum(states.values()),
        "sent": states.get(Mail.State.SENT, 0),
        "waiting": sum(states.get(state, 0) for state in WAITING),
        "trouble": sum(states.get(state, 0) for state in TROUBLE),
        "withdrawn": states.get(Mail.State.WITHDRAWN, 0),
        "missing": sending.missing_of(row).count() if states.get(None) else 0,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def send(request, pk):
    """Ask once more with the number of recipients, then send."""
    row = _mailing(pk)
    if row.state != Mailing.State.DRAFT:
        if request.method == "POST":
            messages.warning(request, _("This mail has been sent already."))
        return redirect(row)
    if request.method == "POST":
        return _send(request, row)
    number = len(recipients_of(row.list).found)
    if not number:
        messages.error(request, _("Nobody on this list can get a mail."))
        return redirect(row)
    context = {
        "crumbs": _trail(row.list, (row.subject, row.get_absolute_url()), (_("Send"), None)),
        "mailing": row,
        "number": number,
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "actors/mailing/send.html", context)


def _send(request, row):
    try:
        _row, job = sending.send_mailing(
            mailing=row,
            by=request.user,
            version=positive_int(request.POST.get("version")) or 0,
            expected=positive_int(request.POST.get("anzahl")) or 0,
        )
    except StaleObject:
        messages.error(request, _("Somebody changed this mail meanwhile. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if job is not None:
            return redirect("core:job", pk=job.pk)
        number = row.recipients.count()
        text = ngettext("One mail is on its way.", "%(n)s mails are on their way.", number)
        messages.success(request, text % {"n": number})
    return redirect(row)


@require_POST
@office_required
def resume(request, pk):
    """Put the mails into the queue that an interrupted job left out."""
    row = _mailing(pk)
    if row.state == Mailing.State.SENT and sending.missing_of(row).exists():
        return redirect("core:job", pk=sending.start_queueing(mailing=row, by=request.user).pk)
    return redirect(row)
