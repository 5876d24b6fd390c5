"""Files that people attach: checked by what is inside, kept outside the web root, handed out for download only."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from .models import Attachment, SiteSettings

_ZIP_KINDS = {
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
    ".odt": ("application/vnd.oasis.opendocument.text", "content.xml"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
}
_MAGIC = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".webp": ("image/webp", (b"RIFF",)),
}
_TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
SUFFIXES = (*_MAGIC, *_ZIP_KINDS, *_TEXTS)


@dataclass(frozen=True)
class AttachmentRule:
    """Who may see the attachments of a model: `may_read(user, owner)`.

    `is_shown_to_all(owner)` tells whether the owner has a public page: then its public attachments are for everyone.
    """

    may_read: Callable
    is_shown_to_all: Callable | None = None


_rules: dict[type, AttachmentRule] = {}


def register(model, *, may_read, is_shown_to_all=None):
    """Let objects of a model have attachments."""
    _rules[model] = AttachmentRule(may_read, is_shown_to_all)


def may_read(user, attachment):
    """Whether the user may download the attachment; public ones are for everyone who may see their owner's public page."""
    owner = attachment.owner
    rule = _rules.get(type(owner))
    if owner is None or rule is None:
        return False
    if attachment.is_public and rule.is_shown_to_all and rule.is_shown_to_all(owner):
        return True
    return bool(rule.may_read(user, owner))


def check(upload, *, limit_mb=None):
    """Return the media type of an upload. Raises ValidationError with the reason for refusing it."""
    limit = limit_mb or SiteSettings.load().attachment_max_megabytes
    if upload.size > limit * 1024 * 1024:
        raise ValidationError(_("The file is too large. At most %(limit)s MB, please.") % {"limit": limit}, code="size")
    if not upload.size:
        raise ValidationError(_("The file is empty."), code="empty")
    suffix = PurePosixPath(upload.name.replace("\\", "/")).suffix.lower()
    head = upload.read(16)
    upload.seek(0)
    media_type = ""
    if suffix in _MAGIC:
        media_type, starts = _MAGIC[suffix]
        if not head.startswith(starts) or (suffix == ".webp" and head[8:12] != b"WEBP"):
            media_type = ""
    elif suffix in _ZIP_KINDS:
        media_type = _zip_type(upload, suffix)
    elif suffix in _TEXTS:
        media_type = _TEXTS[suffix] if b"\x00" not in upload.read(64 * 1024) else ""
        upload.seek(0)
    else:
        raise ValidationError(
            _("Files of this type are not taken. Possible are: %(types)s.")
            % {"types": ", ".join(sorted(name[1:] for name in SUFFIXES))},
            code="type",
        )
    if not media_type:
        raise ValidationError(_("The content of the file does not fit its name."), code="content")
    return media_type


def _zip_type(upload, suffix):
    media_type, inside = _ZIP_KINDS[suffix]
    try:
        with zipfile.ZipFile(io.BytesIO(upload.read())) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return ""
    finally:
        upload.seek(0)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("Files with macros are not taken."), code="macro")
    return media_type if any(name.startswith(inside) for name in names) else ""


@transaction.atomic
def attach(*, owner, upload, by=None, is_public=False):
    """Keep an upload with an object and return the `Attachment`. Raises ValidationError for a file that is refused."""
    media_type = check(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    row = Attachment(
        owner=owner,
        name=clean_name(upload.name),
        media_type=media_type,
        size=upload.size,
        checksum=digest.hexdigest(),
        uploaded_by=by,
        is_public=is_public,
    )
    row.file.save(row.name, File(upload), save=False)
    row.save()
    return row


@transaction.atomic
def copy(*, attachment, owner):
    """Keep the same file with another object too, as a file of its own, and return the new `Attachment`."""
    row = Attachment(
        owner=owner,
        **{
            name: getattr(attachment, name)
            for name in ("name", "media_type", "size", "checksum", "uploaded_by", "is_public")
        },
    )
    with attachment.file.open("rb") as opened:
        row.file.save(row.name, File(opened), save=False)
    row.save()
    return row


def clean_name(name):
    """A file name without paths and control characters."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*')
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:180]}{dot}{suffix[:10]}".strip() or "datei"


@transaction.atomic
def remove(*, attachment):
    """Delete an attachment and, after the commit, its file."""
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))


def of(owner):
    """The attachments of an object, oldest first."""
    return Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(owner), object_id=owner.pk
    ).select_related("uploaded_by")


def of_many(owners):
    """{primary key: attachments} of several objects of one model, in one query."""
    owners = list(owners)
    found = {owner.pk: [] for owner in owners}
    if owners:
        rows = Attachment.objects.filter(
            content_type=ContentType.objects.get_for_model(owners[0]), object_id__in=list(found)
        )
        for row in rows:
            found[row.object_id].append(row)
    return found


def download(attachment):
    """A response that saves the file, and never shows it inside the portal's pages."""
    response = FileResponse(attachment.file.open("rb"), as_attachment=True, filename=attachment.name)
    response["Content-Type"] = attachment.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
