"""The text of files that people attach: PDF, Word, Excel, OpenDocument, plain text. Pictures have none."""

import io
import logging
import zipfile
from pathlib import PurePosixPath

logger = logging.getLogger(__name__)

_ZIPPED = (".docx", ".xlsx", ".pptx", ".odt", ".ods")
_PLAIN = (".txt", ".csv", ".vcf")
#: More of one part of a packed file is not read: it would be a bomb.
MAX_PART = 50 * 1024 * 1024


def text_of_file(file):
    """The text inside a stored file, "" where there is none or it cannot be read (which is logged, without the name)."""
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix not in (*_ZIPPED, *_PLAIN, ".pdf"):
        return ""
    try:
        with file.storage.open(file.name, "rb") as handle:
            data = handle.read()
        if suffix == ".pdf":
            return _of_pdf(data)
        return _of_zip(data) if suffix in _ZIPPED else _decoded(data)
    except Exception as error:
        logger.warning("A file of type %s could not be read: %s", suffix, type(error).__name__)
        return ""


def _of_pdf(data):
    from pypdf import PdfReader  # noqa: PLC0415 - loaded where files are read only

    return "\n".join(page.extract_text() or "" for page in PdfReader(io.BytesIO(data)).pages)


def _of_zip(data):
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".xml") and entry.file_size <= MAX_PART:
                parts.append(_of_xml(fromstring(archive.read(entry))))
    return "\n".join(parts)


def _of_xml(root):
    """Texts of one part; pieces of one paragraph are joined, since programs split words between them."""
    lines = []
    for element in root.iter():
        if element.tag.rpartition("}")[2] in ("p", "si", "h", "t", "v", "is", "creator", "title", "lastModifiedBy"):
            lines.append("".join(element.itertext()))
    return "\n".join(lines)


def _decoded(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
