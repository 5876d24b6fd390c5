"""Uploaded files: safe names and checks of what is inside. Nothing here trusts a file name or content type."""

import uuid
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LOGO_MAX_BYTES = 500 * 1024

IMAGE_TYPES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}


def private_name(instance, filename):
    """Return a storage path that cannot be guessed and keeps only the suffix of the given name."""
    suffix = PurePosixPath(filename).suffix.lower()[:8]
    return f"{instance._meta.model_name}/{uuid.uuid4().hex}{suffix}"


def image_type(head):
    """Return the media type of an image by its first 12 bytes, or "" when it is none we show."""
    for magic, media_type in IMAGE_TYPES.items():
        if head.startswith(magic) and (magic != b"RIFF" or head[8:12] == b"WEBP"):
            return media_type
    return ""


def validate_logo(upload):
    """Raise ValidationError unless the upload is a PNG, JPEG or WebP of at most 500 KB by its content.

    What is stored already was checked when it came, and is not opened again.
    """
    if getattr(upload, "_committed", False):
        return
    if upload.size > LOGO_MAX_BYTES:
        raise ValidationError(_("The image is too large. At most 500 KB, please."), code="too_large")
    upload.open()
    head = upload.read(12)
    upload.seek(0)
    if not image_type(head):
        raise ValidationError(_("This file is not a PNG, JPEG or WebP image."), code="not_an_image")
