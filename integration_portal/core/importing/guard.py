"""The door: what is not a harmless spreadsheet is refused with the reason, before anything reads it.

A file is known by its content, never by its name. Archives are inflated once, piece by piece and counted, so that
sizes written in the archive are not believed; nothing is unpacked to disk and no formula is ever run.
"""

import html
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import vcards

MAX_BYTES = 20 * 1024 * 1024
MAX_INFLATED = 200 * 1024 * 1024
MAX_PART = 120 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 2000
MAX_LINE = vcards.MAX_LINE
_CHUNK = 256 * 1024
_OVERLAP = 16 * 1024

_OUTSIDE = re.compile(
    r"\b(?:HYPERLINK|WEBSERVICE|WEBDIENST|FILTERXML|XMLFILTERN|DDE|DDEAUTO|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|BILD"
    r"|IMPORT(?:DATA|XML|HTML|FEED|RANGE)|STOCKHISTORY|CUBE[A-Z]+|SQL\.REQUEST|GET\.WORKSPACE|ENVIRON|SHELL)\s*\("
    r"|\|\s*'?.*!"  # DDE: cmd|'/c …'!A0
    r"|\[\d+\]|\[[^\]]+\.(?:xls|ods|csv)\w*\]"  # another workbook
    r"|(?:file|https?|ftp|smb|ldap|javascript|vnd\.sun\.star\.\w+):|\\\\\w",
    re.IGNORECASE | re.DOTALL,
)
_FORMULA = {
    "xlsx": re.compile(rb"<(?:\w+:)?(?:f|definedName|formula[12]?)(?:\s[^<>]*)?>([^<]*)<"),
    "ods": re.compile(rb"""table:formula\s*=\s*(?:"([^"]*)"|'([^']*)')"""),
}
_CELL_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O|E\x00N)")
_EXTERNAL_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>", re.DOTALL)
_ARCHIVE_HEADS = (b"PK\x03\x04", b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_FOREIGN_HEADS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"{\\rtf", *_ARCHIVE_HEADS[1:])


class Refused(Exception):
    """The file is not let in; `str()` is the reason in the active language."""


@dataclass(frozen=True)
class Checked:
    """A file that may be read: its type by content (`xlsx`, `ods`, `csv` or `vcf`) and whether formulas stand in it."""

    type: str
    has_formulas: bool = False


def is_dangerous_formula(text):
    """Whether a formula reaches out of the file: to the web, a program, or another workbook."""
    return bool(_OUTSIDE.search(text))


def looks_like_formula(text):
    """Whether a text would be run as a formula by a spreadsheet (=SUM(…), =cmd|…; not "=", "- 3 %" or "+49 …")."""
    return (
        len(text) > 1
        and text[0] in "=@"
        and (text[1].isalpha() or text[1] in "(+-'")
        or bool(re.match(r"[-+][A-Za-z.]+[(|]", text))
    )


def check_file(path, *, max_bytes=MAX_BYTES):
    """Return what the file is. Raises Refused with the reason for everything that is not a harmless list."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > max_bytes:
        raise Refused(
            _("The file is too large (%(size)s). At most %(limit)s are read.")
            % {"size": filesizeformat(size), "limit": filesizeformat(max_bytes)}
        )
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith(b"PK"):
        return _check_archive(path, size)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        with path.open("rb") as file:
            encrypted = "EncryptedPackage".encode("utf-16-le") in file.read()
        if encrypted:
            raise Refused(_("The file is protected by a password. Please save it without one."))
        raise Refused(_("This is a file of an old Office format (.xls). Please save it as .xlsx."))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_FOREIGN_HEADS) or start.startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"<svg")):
        raise Refused(_("This is not a list. Files of type .xlsx, .ods, .csv and .vcf are read."))
    if _opens_card(head):
        return _check_cards(path)
    return _check_text(path)


def _opens_card(head):
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    start = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode() if wide else head
    return vcards.is_begin(next(iter(start.lstrip(b"\xef\xbb\xbf \t\r\n").splitlines()), b""))


_NO_TEXT = bytes([*range(9), *range(14, 21), 127])


def _check_cards(path):
    """Address cards: no binary garbage, no endless line, each card closed before the next one opens."""
    number, is_open, size, odd = 0, False, 0, 0
    try:
        for line in vcards.content_lines(path):
            size += len(line)
            odd += len(line) - len(line.translate(None, _NO_TEXT))
            if b"\x00" in line or odd > max(8, size // 200):
                raise Refused(_("The file contains binary data and is not a list of address cards."))
            if vcards.is_begin(line):
                if is_open:
                    raise Refused(_("Card %(number)s has no end before the next one begins.") % {"number": number})
                number, is_open = number + 1, True
            elif vcards.is_end(line):
                is_open = False
    except vcards.TooLong as error:
        raise Refused(_("A line of the file is far too long for an address card.")) from error
    if is_open:
        raise Refused(_("Card %(number)s has no end: the file seems to be cut off.") % {"number": number})
    return Checked("vcf")


def _check_text(path):
    """A text file: no binary garbage, no endless line, no formula that reaches out."""
    with path.open("rb") as file:
        wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        file.seek(0)
        if wide:
            return Checked("csv")
        rest = 0
        while chunk := file.read(_CHUNK):
            if b"\x00" in chunk:
                raise Refused(_("The file contains binary data and is not a table in text form."))
            odd = sum(chunk.count(bytes([code])) for code in (*range(1, 9), 14, 15, 16, 17, 18, 19, 20, 127))
            if odd > max(8, len(chunk) // 200):
                raise Refused(_("The file contains binary data and is not a table in text form."))
            lines = chunk.split(b"\n")
            longest = max(rest + len(lines[0]), *(len(line) for line in lines))
            rest = len(lines[-1]) if len(lines) > 1 else rest + len(chunk)
            if max(longest, rest) > MAX_LINE:
                raise Refused(_("A line of the file is far too long for a table."))
    return Checked("csv")


def _check_archive(path, size):
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_parts(archive, size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused(_("The file is damaged and cannot be opened.")) from error


def _check_parts(archive, size):
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Refused(_("The file consists of too many parts."))
    names = [part.filename for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(_("The file is protected by a password. Please save it without one."))
    if len(set(names)) != len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise Refused(_("The file is damaged and cannot be opened."))
    if sum(part.compress_size for part in parts) > size or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise Refused(_("The file unpacks to an enormous size (zip bomb)."))
    kind = _kind(names, archive)
    _check_names(kind, names)
    total, has_formulas = 0, False
    for part in parts:
        inflated, formulas = _check_part(archive, part, kind)
        total += inflated
        has_formulas |= formulas
        if total > MAX_INFLATED:
            raise Refused(_("The file unpacks to an enormous size (zip bomb)."))
    return Checked(kind, has_formulas)


def _kind(names, archive):
    if "xl/workbook.bin" in names:
        raise Refused(_("Binary workbooks (.xlsb) are not read. Please save the file as .xlsx."))
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as file:
            if file.read(200).strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return "ods"
    raise Refused(_("This is not a list. Files of type .xlsx, .ods, .csv and .vcf are read."))


_FORBIDDEN_XLSX = (
    (re.compile(r"vbaProject|vbaData|/macrosheets/|/dialogsheets/", re.I), "macro"),
    (re.compile(r"^xl/externalLinks/", re.I), "external"),
    (
        re.compile(r"^xl/(?:connections\.xml|queryTables/|webextensions/)|^customXml/.*DataMashup|\.odc$", re.I),
        "connection",
    ),
    (re.compile(r"^xl/(?:embeddings|activeX|ctrlProps)/|oleObject", re.I), "embedded"),
)
_FORBIDDEN_ODS = (
    (re.compile(r"^(?:Basic|Scripts|Dialogs)/", re.I), "macro"),
    (re.compile(r"^Object ?\d*/content\.xml$|^ObjectReplacements/.*\.(?:exe|zip)$", re.I), "embedded"),
)


def _reason(key):
    return {
        "macro": _("The file contains macros. Please save it without them (as .xlsx)."),
        "external": _("The file refers to other files. Please remove these links and save it again."),
        "connection": _("The file contains connections to outside data. Please remove them and save it again."),
        "embedded": _("The file contains embedded objects. Please remove them and save it again."),
    }[key]


def _check_names(kind, names):
    for pattern, key in _FORBIDDEN_XLSX if kind == "xlsx" else _FORBIDDEN_ODS:
        if any(pattern.search(name) for name in names):
            raise Refused(_reason(key))


def _check_part(archive, part, kind):
    """Inflate a part in pieces, looking at each; return its real size and whether a cell holds a formula."""
    is_markup = part.filename.lower().endswith((".xml", ".rels", ".rdf", ".vml")) or part.filename == "mimetype"
    inflated, tail, has_formulas = 0, b"", False
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if inflated == 0 and not is_markup and chunk.startswith(_ARCHIVE_HEADS):
                raise Refused(_("The file contains another archive."))
            inflated += len(chunk)
            if inflated > MAX_PART or inflated > 1024 * 1024 and inflated > MAX_RATIO * max(part.compress_size, 1):
                raise Refused(_("The file unpacks to an enormous size (zip bomb)."))
            if is_markup:
                window = tail + chunk
                has_formulas |= _check_markup(window, part.filename, kind)
                tail = window[-_OVERLAP:]
    return inflated, has_formulas


def _check_markup(window, name, kind):
    if _DTD.search(window):
        raise Refused(_("The file contains XML entities, which spreadsheets do not need."))
    if name == "[Content_Types].xml" and (b"macroEnabled" in window or b"sheet.binary" in window):
        raise Refused(_reason("macro"))
    if name.endswith(".rels"):
        for match in _EXTERNAL_RELATION.finditer(window):
            relation = match.group()
            if b'TargetMode="External"' in relation and b"/hyperlink" not in relation:
                raise Refused(_reason("external"))
    if kind == "ods":
        if b"<script:event-listener" in window or b"<script:module" in window:
            raise Refused(_reason("macro"))
        if b"<table:dde-link" in window or b"<office:dde-source" in window or b"<table:table-source" in window:
            raise Refused(_reason("external"))
        if b"<table:cell-range-source" in window or b"<table:database-source" in window:
            raise Refused(_reason("connection"))
        if name == "META-INF/manifest.xml" and b"encryption-data" in window:
            raise Refused(_("The file is protected by a password. Please save it without one."))
    for match in _FORMULA[kind].finditer(window):
        text = html.unescape(next((group for group in match.groups() if group), b"").decode("utf-8", "replace"))
        if is_dangerous_formula(text):
            raise Refused(
                _("The file contains a formula that reaches out of the file: %(formula)s") % {"formula": text[:120]}
            )
    if kind == "ods":
        return b"table:formula" in window
    return name.startswith("xl/worksheets/") and bool(_CELL_FORMULA.search(window))
