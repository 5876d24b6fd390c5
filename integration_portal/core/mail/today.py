"""Mails that did not arrive, on the today page of the office."""

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import roles
from ..display import as_date
from ..models import Mail
from ..today import TodayAction, TodayGroup, TodayItem, TodaySource


def _trouble(query):
    if not roles.is_office(query.user):
        return None
    rows = Mail.objects.in_trouble().select_related("email").defer("email__message", "email__html_message")
    rows = rows.annotate(total=Window(Count("pk")))[: query.limit]
    items = []
    for mail in rows:
        url = reverse("core:mail", args=[mail.pk])
        context = f"{mail.recipient} · {mail.get_state_display()}"
        items.append(
            TodayItem(str(mail), url, context, as_date(mail.created_at), actions=(TodayAction(_("Look"), url),))
        )
    more = f"{reverse('core:mails')}?stand=problem"
    return TodayGroup(
        "mails", _("Mail not delivered"), "mail", items, rows[0].total if items else 0, more, by_date=False
    )


MAILS = TodaySource("mails", 18, _trouble, in_digest=False)
