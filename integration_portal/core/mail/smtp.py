"""SMTP that knows whether the message itself was on its way when the line broke."""

import smtplib

from django.core.mail.backends.smtp import EmailBackend


class _Phases:
    """Remembers that the text of a message was begun: from there on nobody knows whether it arrived."""

    text_begun = False

    def mail(self, sender, options=()):
        self.text_begun = False
        return super().mail(sender, options)

    def data(self, msg):
        self.text_begun = True
        answer = super().data(msg)
        self.text_begun = False  # the server has said yes or no
        return answer


class PhasedSMTP(_Phases, smtplib.SMTP):
    """SMTP with STARTTLS or none."""


class PhasedSMTPS(_Phases, smtplib.SMTP_SSL):
    """SMTP inside TLS from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend; `is_unclear` says whether the last failure left it open if the message arrived."""

    @property
    def connection_class(self):
        return PhasedSMTPS if self.use_ssl else PhasedSMTP

    @property
    def is_unclear(self):
        return bool(self.connection is not None and self.connection.text_begun)
