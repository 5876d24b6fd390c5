"""Public files of meetings and papers: where they come from, and whether they are public now.

Other parts add files that are made on request with `register`, such as the public minutes of a meeting.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse
from django.utils import translation

from integration_portal.core.models import Attachment

from ..models import AgendaItem, Meeting, Paper, PublicObject
from .kinds import NAMESPACE


@dataclass(frozen=True)
class MadeFile:
    """A file made of an object on request. `day(owner)` is None while there is none; the caller sees to it that the owner is public."""

    model: type
    slot: str
    name: str
    day: Callable
    make: Callable
    media_type: str = "application/pdf"

    def key(self, owner):
        """Stays the same as long as the object is there."""
        return uuid.uuid5(NAMESPACE, f"{self.slot} {owner.uuid}")

    def file_name(self, owner):
        """Name of the file, in ASCII."""
        return f"{self.slot}-{str(owner.uuid)[:8]}.pdf"


_made: list[MadeFile] = []


def register(made):
    """Add a kind of file; the same model and property replaces the earlier one."""
    _made[:] = [row for row in _made if (row.model, row.slot) != (made.model, made.slot)] + [made]


def made_for(owner):
    """The files that can be made of the object now."""
    return [row for row in _made if row.model is type(owner) and row.day(owner) is not None]


def find(key):
    """(file to make, its owner) or (None, attachment) of a public file. Raises LookupError when it is not public now."""
    attachment = Attachment.objects.filter(pk=key, is_public=True).first()
    if attachment is not None:
        if _is_public(attachment.content_type.model_class(), attachment.object_id):
            return None, attachment
        raise LookupError(key)
    row = PublicObject.objects.filter(kind="File", key=key, is_deleted=False).first()
    for word, model in (("paper", Paper), ("meeting", Meeting)):
        for target in (row.data if row else {}).get(word, ()):
            owner = model.objects.public().filter(uuid=target["ref"].partition("/")[2]).first()
            for made in made_for(owner) if owner else ():
                if made.key(owner) == row.key:
                    return made, owner
    raise LookupError(key)


def _is_public(model, pk):
    return model in (Meeting, AgendaItem, Paper) and model.objects.public().filter(pk=pk).exists()


def public_attachments(model, pks):
    """{primary key: public attachments, oldest first} of objects of one model, in one query."""
    found: dict = {}
    rows = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=list(pks), is_public=True
    )
    for row in rows:
        found.setdefault(row.object_id, []).append(row)
    return found


def respond(key, *, as_attachment):
    """The response with a public file, shown or saved. Raises LookupError when it is not public now."""
    made, owner = find(key)
    if made is None:
        body, name, media_type = owner.file.open("rb"), owner.name, owner.media_type
    else:
        with translation.override("de"):
            body, name, media_type = io.BytesIO(made.make(owner)), made.file_name(owner), made.media_type
    response = FileResponse(body, as_attachment=as_attachment, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
