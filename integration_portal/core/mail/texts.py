"""Kinds of mail with their texts. Apps register kinds; the office may word each anew, in each language.

Texts hold placeholders in braces, like {deadline}. There is no other markup: mails are plain text.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..locking import lock
from ..models import MailText, SiteSettings

PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True)
class Placeholder:
    """A word in braces that is replaced when the mail is written; a required one may not be left out of the text."""

    name: str
    label: Any
    sample: Any
    required: bool = False


@dataclass(frozen=True)
class MailKind:
    """A kind of mail: what it is for, its placeholders, and the packaged subject and text (translatable)."""

    key: str
    label: Any
    purpose: Any
    subject: Any
    body: Any
    placeholders: tuple[Placeholder, ...] = ()
    secret: bool = False  # holds a key to an account: nobody reads it in the portal, and it is deleted once sent

    @property
    def all_placeholders(self):
        """Its own placeholders and those that every mail has."""
        return (*self.placeholders, *COMMON)

    def sample(self):
        """Values for a preview."""
        site = _site_values()
        return {place.name: str(site.get(place.name, place.sample)) for place in self.all_placeholders}


COMMON = (
    Placeholder("office", translation.gettext_lazy("Name of the office"), "Integrationsbüro"),
    Placeholder("county", translation.gettext_lazy("Name of the district"), "Landkreis Musterland"),
    Placeholder("portal", translation.gettext_lazy("Name of the portal"), "Integrationsportal"),
    Placeholder("contact", translation.gettext_lazy("Telephone and e-mail address of the office"), "–"),
)

_kinds: dict[str, MailKind] = {}


def register(kind):
    """Add a kind of mail; the same key replaces the earlier one."""
    _kinds[kind.key] = kind


def kinds():
    """All kinds by their label."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.label))


def get(key):
    """Return a kind. Raises KeyError for an unknown one."""
    return _kinds[key]


def is_secret(key):
    """Whether nobody may read mails of this kind; those of no kind (written by libraries, such as a password reset) are."""
    kind = _kinds.get(key)
    return kind is None or kind.secret


def _site_values():
    site = SiteSettings.load()
    contact = " · ".join(part for part in (site.phone, site.email) if part)
    return {"office": site.office_name, "county": site.county_name, "portal": site.portal_name, "contact": contact}


def packaged(kind, language):
    """(subject, body) as delivered with the portal, in a language."""
    with translation.override(language):
        return str(kind.subject), str(kind.body)


def wording(kind, language):
    """(subject, body) in a language: the office's own, else the packaged one."""
    own = MailText.objects.filter(kind=kind.key, language=language).first()
    return (own.subject, own.body) if own else packaged(kind, language)


def check(kind, subject, body):
    """Raise ValidationError by field when a placeholder is unknown, or a required one is missing from the text."""
    known = {place.name for place in kind.all_placeholders}
    errors = {}
    for field, text in (("subject", subject), ("body", body)):
        unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in known})
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            errors[field] = [
                ngettext("%(names)s is not known here.", "%(names)s are not known here.", len(unknown))
                % {"names": names}
                + " "
                + _("Use only the placeholders of the list.")
            ]
    missing = [place.name for place in kind.placeholders if place.required and f"{{{place.name}}}" not in body]
    if missing:
        names = ", ".join(f"{{{name}}}" for name in missing)
        errors.setdefault("body", []).append(_("The text must contain %(names)s.") % {"names": names})
    if errors:
        raise ValidationError(errors)


def fill(text, values):
    """Replace the placeholders; what has no value stays as it stands."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


def write(key, values, language=None):
    """Return (subject, body) of a mail, filled. `values` holds what its kind's placeholders name."""
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    subject, body = wording(get(key), language)
    values = {**_site_values(), **values}
    return " ".join(fill(subject, values).split())[:200], fill(body, values)


@transaction.atomic
def save_text(*, kind, language, subject, body, version=None):
    """Keep the office's own wording. Raises ValidationError for bad placeholders, StaleObject if saved in between."""
    check(kind, subject, body)
    row = MailText.objects.filter(kind=kind.key, language=language).first()
    if row is None:
        return MailText.objects.create(kind=kind.key, language=language, subject=subject, body=body)
    row = lock(row, version)
    row.subject, row.body = subject, body
    row.save()
    return row


@transaction.atomic
def reset_text(*, kind, language):
    """Go back to the packaged wording; nothing happens if it is in use."""
    for row in MailText.objects.filter(kind=kind.key, language=language):
        row.delete()
