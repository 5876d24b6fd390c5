"""Keeping the settings of the portal."""

from django.conf import settings
from django.db import transaction

from .locking import lock
from .models import SiteSettings

LOGOS = ("logo", "funding_logo", "ministry_logo")


@transaction.atomic
def save_settings(*, data, version):
    """Store the given settings over those of `version`; return the saved row.

    `data` maps names of fields to values; a logo may be a new upload, or False to remove it. Files that are
    replaced are removed once the transaction has committed. Raises StaleObject when somebody saved in between.
    """
    row = lock(SiteSettings.load(), version)
    old_files = []
    for name, value in data.items():
        if name in LOGOS:
            current = getattr(row, name)
            if value is False:
                value = ""
            if current and value != current:
                old_files.append((current.storage, current.name))
        setattr(row, name, value)
    row.save()
    for storage, name in old_files:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    return row


def absolute(path):
    """The full address of a path of this portal, for mails and files."""
    return settings.BASE_URL + path


def settings_of(request):
    """The settings, read once per request."""
    if not hasattr(request, "portal_settings"):
        request.portal_settings = SiteSettings.load()
    return request.portal_settings
