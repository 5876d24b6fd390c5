"""Words for mailing lists."""

from django.db import models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from integration_portal.core import roles
from integration_portal.core.models import Mail

#: A recipient's mail is found in the queue under this and the recipient's key.
MAIL_KEY = "actors.mailingrecipient:"


class MailingListQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """For those who read everything."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """For the office."""
        return self if roles.is_office(user) else self.none()

    def current(self):
        """Not archived."""
        return self.filter(archived_at__isnull=True)


class MailingQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """For those who read everything."""
        return self if roles.reads_all(user) else self.none()


class MailingRecipientQuerySet(models.QuerySet):
    def with_mail_state(self):
        """With `mail_state` and `mail_error` of the newest mail to each; None while it is not in the queue."""
        about = Concat(Value(MAIL_KEY), Cast(OuterRef("pk"), CharField()))
        mails = Mail.objects.filter(about=about).order_by("-pk")
        return self.annotate(
            mail_state=Subquery(mails.values("state")[:1]), mail_error=Subquery(mails.values("last_error")[:1])
        )
