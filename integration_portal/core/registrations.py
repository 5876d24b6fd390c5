"""What the floor itself brings to the registries; run once when Django has loaded all models."""

import datetime

from django.utils.translation import gettext_lazy as _

from . import audit, digest, due, invitations, jobs, mail, navigation, roles, today, triggers
from .due import DueJob
from .importing import batches
from .importing import jobs as _import_jobs  # noqa: F401 - registers the background jobs of imports
from .mail import jobs as mail_jobs
from .mail.today import MAILS
from .models import (
    Attachment,
    CrossCuttingPlan,
    Digest,
    Language,
    MailText,
    Municipality,
    MunicipalityBoundary,
    PersonalLink,
    PersonalRequest,
    SavedView,
    SiteSettings,
    TargetGroup,
    User,
)
from .navigation import NavItem
from .personal import own as personal_own
from .personal import register as register_personal
from .personal import requests as personal_requests

audit.register(User, label=_("Account"), masked=("email", "name"), exclude=("password", "last_login"), m2m=("groups",))
for model in (SiteSettings, Municipality, TargetGroup, CrossCuttingPlan, Language, SavedView, MailText):
    audit.register(model, label=model._meta.verbose_name)

audit.register(
    MunicipalityBoundary,
    label=MunicipalityBoundary._meta.verbose_name,
    exclude=("geometry", "imported_at"),
    parent="municipality",
)
audit.register(Digest, label=_("Weekly mail"), exclude=("last_sent_on",))
audit.register(PersonalLink, label=_("Personal link"), masked=("holder",))
audit.register(Attachment, label=_("Attachment"), exclude=("content_type", "object_id", "file"))

audit.register(
    PersonalRequest, label=_("Request about personal data"), masked=("note",), exclude=("subject", "result", "job")
)

triggers.connect()
for _source in personal_own.SOURCES:
    register_personal(_source)
due.register(
    DueJob(
        "core.personal.forget",
        _("Close old requests about personal data"),
        datetime.timedelta(days=1),
        personal_requests.forget_open,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Data protection"),
        url_name="core:personal",
        icon="lock",
        order=70,
        group=_("Portal"),
        visible=roles.is_office,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Record of processing"),
        url_name="core:personal_record",
        icon="lock",
        order=71,
        group=_("Portal"),
        visible=lambda user: roles.reads_all(user) and not roles.is_office(user),
    )
)

mail.register(invitations.INVITATION)
mail.register(digest.DIGEST)
today.register(MAILS)
due.register(DueJob("core.digest", _("Weekly mail"), datetime.timedelta(hours=12), digest.send_digests, order=80))
due.register(DueJob("core.mail.send", _("Send mail"), datetime.timedelta(minutes=1), mail_jobs.send, order=90))
due.register(DueJob("core.mail.forget", _("Delete old mails"), datetime.timedelta(days=1), mail_jobs.forget, order=95))
due.register(
    DueJob(
        "core.imports.recover",
        _("Take back imports that were interrupted"),
        datetime.timedelta(minutes=5),
        lambda now: str(batches.recover_interrupted(now) or ""),
        order=11,
    )
)
due.register(
    DueJob(
        "core.jobs.lost",
        _("Mark jobs that lost their worker"),
        datetime.timedelta(minutes=5),
        lambda now: str(jobs.mark_lost(now) or ""),
        order=10,
    )
)

navigation.register(
    NavItem(
        area="office",
        label=_("Jobs"),
        url_name="core:jobs",
        icon="history",
        order=80,
        group=_("Portal"),
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Mail"),
        url_name="core:mails",
        icon="mail",
        order=85,
        group=_("Portal"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Settings"),
        url_name="core:settings",
        icon="settings",
        order=90,
        group=_("Portal"),
        visible=roles.is_office,
    )
)
