"""The weekly mail of what is due, for each account that works in the office views and did not switch it off."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, ngettext

from . import today
from .display import format_day
from .mail import MailKind, Placeholder, queue_mail
from .models import Digest, User
from .roles import Role
from .site import absolute
from .today import TodayQuery

PER_GROUP = 6

DIGEST = MailKind(
    key="core.digest",
    label=gettext_lazy("Weekly mail"),
    purpose=gettext_lazy("Goes out on Mondays to everybody with something due who did not switch it off."),
    subject=gettext_lazy("{portal}: your week ({count})"),
    body=gettext_lazy(
        "Hello {name},\n\nthis is due:\n\n{lines}\n\nAll of it: {link}\n\n"
        "You can switch this mail off under “My account”: {profile}\n\n{office}"
    ),
    placeholders=(
        Placeholder("name", gettext_lazy("Name of the person"), "Mara Muster"),
        Placeholder(
            "lines",
            gettext_lazy("What is due"),
            gettext_lazy("Tasks\n– Call the sports club (until 27.11.2026)"),
            required=True,
        ),
        Placeholder("count", gettext_lazy("Number of lines in words"), gettext_lazy("3 entries")),
        Placeholder("link", gettext_lazy("Address of the today page"), "https://portal.example.org/intern/"),
        Placeholder("profile", gettext_lazy("Address of the account page"), "https://portal.example.org/konto/profil/"),
    ),
)


def send_digests(now):
    """Write this week's mails, on Mondays or as soon after as the job runs; returns how many. Once a week per account."""
    day = timezone.localdate(now)
    monday = day - datetime.timedelta(days=day.weekday())
    roles = (Role.OFFICE, Role.CONTRIBUTOR)
    users = (
        User.objects.filter(is_active=True, groups__name__in=roles)
        .exclude(digest__is_wanted=False)
        .exclude(digest__last_sent_on__gte=monday)
        .distinct()
    )
    number = 0
    with translation.override(settings.LANGUAGE_CODE):
        for user in users:
            with transaction.atomic():
                number += _send(user, day)
                row, created = Digest.objects.get_or_create(user=user, defaults={"last_sent_on": day})
                if not created:
                    Digest.objects.filter(pk=row.pk).update(last_sent_on=day)
        return ngettext("%(n)s weekly mail", "%(n)s weekly mails", number) % {"n": number} if number else ""


def _send(user, day):
    groups = today.groups(TodayQuery(user=user, on=day, mine=True, limit=PER_GROUP), digest=True)
    count = sum(group.total for group in groups)
    if not count:
        return False
    values = {
        "name": user.name,
        "lines": "\n\n".join(_words(group) for group in groups),
        "count": ngettext("%(n)s entry", "%(n)s entries", count) % {"n": count},
        "link": absolute(reverse("portal:office_home")),
        "profile": absolute(reverse("core:profile")),
    }
    queue_mail(kind=DIGEST.key, to=user.email, values=values, about=f"core.user:{user.pk}")
    return True


def _words(group):
    lines = [str(group.label)]
    for item in group.items:
        due = f" ({format_day(item.due)})" if item.due else ""
        lines.append(f"– {item.title}{due}")
    hidden = group.total - len(group.items)
    if hidden > 0:
        lines.append(ngettext("– and %(n)s more", "– and %(n)s more", hidden) % {"n": hidden})
    return "\n".join(lines)
