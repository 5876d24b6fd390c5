"""Personal links `/l/<token>/`: one purpose, one subject, usable until a deadline or until withdrawn, without an account.

A token is the link's id and an HMAC over purpose, id and subject (django.core.signing, compared in constant time), so
no secret lies in the database and the same link can be written into a reminder again. Apps register what a purpose
opens. Tokens are kept out of logs and of the audit trail (`core.text.hide_tokens`).
"""

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .models import PersonalLink

#: Wrong tokens that one address may try within WINDOW seconds, and uses of one link within the same time.
WRONG_TRIES, USES, WINDOW = 20, 240, 600


@dataclass(frozen=True)
class LinkPurpose:
    """What links of a kind open: `view(request, link, rest)` answers, `rest` is the path behind the token."""

    key: str
    label: Any
    view: Callable


class LinkProblem(Exception):
    """The link opens nothing. `reason` is "broken", "unknown", "expired" or "withdrawn"; `link` is None for the first two."""

    def __init__(self, reason, link=None):
        self.reason, self.link = reason, link
        super().__init__(reason)


_purposes: dict[str, LinkPurpose] = {}


def register(purpose):
    """Add a purpose; the same key replaces the earlier one."""
    _purposes[purpose.key] = purpose


def purpose_of(link):
    """Return the registered purpose of a link. Raises KeyError when its app is gone."""
    return _purposes[link.purpose]


def issue(*, purpose, subject, expires_at, holder="", handed_on_from=None):
    """Make a link for a registered purpose. `subject` is the key of what it opens."""
    if purpose not in _purposes:
        raise LookupError(f"No purpose {purpose!r} is registered.")
    return PersonalLink.objects.create(
        purpose=purpose, subject=subject, holder=holder[:200], expires_at=expires_at, handed_on_from=handed_on_from
    )


@transaction.atomic
def withdraw(link):
    """Close a link and every link it was handed on to. Doing it twice changes nothing."""
    for row in (link, *PersonalLink.objects.filter(handed_on_from=link)):
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])


def _signature(link_id, purpose, subject):
    signer = signing.Signer(salt=f"core.links.{purpose}")
    return signer.signature(f"{link_id}:{subject}")


def token_of(link):
    """The token of a link; the same each time."""
    head = base64.urlsafe_b64encode(link.pk.bytes).rstrip(b"=").decode()
    return f"{head}.{_signature(link.pk, link.purpose, link.subject)}"


def path_of(link):
    """The address of a link without the host."""
    return reverse("core:link", args=[token_of(link)])


def resolve(token, *, now=None):
    """Return the valid link of a token. Raises LinkProblem."""
    head, _dot, signature = token.partition(".")
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(head + "=="))
    except (ValueError, binascii.Error):
        raise LinkProblem("broken")
    link = PersonalLink.objects.filter(pk=pk).first()
    if link is None:
        raise LinkProblem("unknown")
    signer = signing.Signer(salt=f"core.links.{link.purpose}")
    try:  # also accepts signatures of SECRET_KEY_FALLBACKS
        signer.unsign(f"{link.pk}:{link.subject}{signer.sep}{signature}")
    except signing.BadSignature:
        raise LinkProblem("broken")
    if link.withdrawn_at:
        raise LinkProblem("withdrawn", link)
    if link.expires_at < (now or timezone.now()):
        raise LinkProblem("expired", link)
    if link.purpose not in _purposes:
        raise LinkProblem("unknown")
    return link


def note_use(link):
    """Remember when the link was first opened; not for GET requests, which change nothing."""
    if link.first_used_at is None:
        PersonalLink.objects.filter(pk=link.pk, first_used_at__isnull=True).update(first_used_at=timezone.now())


def too_often(key, limit):
    """Count a use of `key`; True once it happened more than `limit` times within WINDOW seconds."""
    name = f"links:{key}"
    cache.add(name, 0, WINDOW)
    try:
        return cache.incr(name) > limit
    except ValueError:  # dropped by the cache between the two calls
        return False


def tried_too_often(key, limit):
    """Whether `key` is over its limit, without counting."""
    return (cache.get(f"links:{key}") or 0) > limit
