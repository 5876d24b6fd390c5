"""Address cards (vCard 2.1, 3.0, 4.0) taken apart; `cards` makes a table of them.

Cards are read line by line and each for itself: what one of them has wrong costs that line only, and its words are
kept. Pictures, sounds and keys are passed over without being decoded. The library `vobject`
gives up the rest of the file at the first bad line, so it writes cards here and does not read them.
"""

import quopri
import re
from dataclasses import dataclass

MARK = b"BEGIN:VCARD"
MAX_LINE = 200_000
_BINARY = {b"PHOTO", b"LOGO", b"SOUND", b"KEY"}
_HEAD = re.compile(rb'^(?:[\w-]+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)$', re.DOTALL)
_PART = re.compile(rb"(?:\\.|[^\\;])*", re.DOTALL)
_ITEM = re.compile(r"(?:\\.|[^\\,;])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARSET = re.compile(r"utf-?8|us-ascii|iso-?8859-?\d{1,2}|windows-?\d{3,4}|cp\d{3,4}|koi8-[ru]|macintosh")
#: Marks of the direction of writing, which turn the words around them when they are left open, and control characters.
_MARKS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")


class TooLong(Exception):
    """A line that is not a picture has no end worth waiting for."""


@dataclass(frozen=True)
class Line:
    """A line of a card: name, words of its parameters in capitals, and the value as it stands in the file."""

    name: str
    words: frozenset
    encoded: bool
    charset: str
    value: bytes

    def parts(self):
        """The parts of the value between semicolons, decoded."""
        return [self._decoded(part) for part in _split(self.value)]

    def text(self):
        """The whole value, decoded."""
        return self._decoded(self.value)

    def items(self):
        """The values of a list, at commas and semicolons."""
        text = self._raw(self.value)
        return [item for found in _ITEM.findall(text) if (item := _tidy(_unescape(found)))]

    def _decoded(self, data):
        return _tidy(_unescape(self._raw(data)))

    def _raw(self, data):
        return _decode(quopri.decodestring(data) if self.encoded else data, self.charset)

    @property
    def rank(self):
        """Work before unmarked before private, preferred before others."""
        return (0 if "WORK" in self.words else 2 if "HOME" in self.words else 1, "PREF" not in self.words)


def _split(value):
    """The value at its unescaped semicolons."""
    parts, place = [], 0
    while True:
        match = _PART.match(value, place)
        parts.append(match.group())
        place = match.end() + 1
        if place > len(value):
            return parts


def _unescape(text):
    return _ESCAPED.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), text)


def _tidy(text):
    return _MARKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")).strip()


def _decode(data, charset):
    for name in (charset, "utf-8"):
        if _CHARSET.fullmatch(name):
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("cp1252", "replace")


# --- lines -------------------------------------------------------------------------------------------------
def _physical_lines(path):
    """The lines of the file without their ends, whatever ends them; UTF-16 becomes UTF-8."""
    with path.open("rb") as file:
        mark = file.read(2)
    if mark in (b"\xff\xfe", b"\xfe\xff"):
        with path.open(encoding="utf-16", errors="replace") as file:
            for line in file:
                yield line.rstrip("\n").encode()
        return
    with path.open(encoding="latin-1") as file:  # each byte a sign: ends of lines are found, nothing is decoded yet
        for number, line in enumerate(file):
            data = line.rstrip("\n").encode("latin-1")
            yield data if number else data.removeprefix(b"\xef\xbb\xbf")


def _is_binary(head):
    name, *params = head.upper().split(b";")
    return name.rpartition(b".")[2] in _BINARY or any(
        param.rpartition(b"=")[2] in (b"B", b"BASE64") for param in params
    )


def content_lines(path):
    """Yield the lines of the cards with their continuations put back; binary values are left out.

    Raises TooLong for a line that is too long for words.
    """
    pieces, length, binary, quoted = None, 0, False, False
    for line in _physical_lines(path):
        if pieces is not None:
            folded = line[:1] in (b" ", b"\t")
            soft = quoted and pieces[-1].endswith(b"=") and not (is_begin(line) or is_end(line))
            if binary and (folded or line and b":" not in line):
                continue
            if folded or soft:
                if soft:
                    pieces[-1] = pieces[-1][:-1]
                pieces.append(line if soft else line[1:])
                length += len(line)
                if length > MAX_LINE:
                    raise TooLong
                continue
            yield b"".join(pieces)
        if is_begin(line) or is_end(line):
            yield line
            pieces = None
            continue
        head, colon, rest = line.partition(b":")
        binary = bool(colon) and (_is_binary(head) or rest[:5].lower() == b"data:")
        quoted = b"QUOTED-PRINTABLE" in head.upper()
        if not binary and len(line) > MAX_LINE:
            raise TooLong
        pieces = [head + colon if binary else line]
        length = len(pieces[0])
    if pieces is not None:
        yield b"".join(pieces)


def is_begin(line):
    """Whether a line opens a card."""
    return line.strip().upper().replace(b" ", b"") == MARK


def is_end(line):
    """Whether a line closes a card."""
    return line.strip().upper().replace(b" ", b"") == b"END:VCARD"


def parse_line(data):
    """The `Line`, or None for one that has no name or no value."""
    match = _HEAD.match(data)
    if match is None:
        return None
    name, given, value = match.groups()
    words, encoded, charset = set(), False, ""
    for param in given.decode("utf-8", "replace").split(";"):
        key, _equals, text = param.rpartition("=")
        for word in text.strip('" ').upper().split(","):
            if key.upper() == "CHARSET":
                charset = word.strip('" ').lower()
            elif word == "QUOTED-PRINTABLE":
                encoded = True
            elif key.upper() in ("", "TYPE", "PREF", "VALUE"):
                words.add("PREF" if key.upper() == "PREF" else word.strip('" '))
    return Line(name.decode("ascii", "replace").upper(), frozenset(words), encoded, charset, value)


# --- cards -------------------------------------------------------------------------------------------------
@dataclass
class Card:
    """The lines of a card by name, and those that could not be read."""

    lines: dict
    unread: list

    def every(self, name):
        """The lines of a name, the work ones and preferred ones first."""
        return sorted(self.lines.get(name, ()), key=lambda line: line.rank)

    def texts(self, name):
        """Their texts, each once."""
        return once(line.text() for line in self.every(name))


def once(texts):
    """The texts that are not empty, in their order, each once."""
    return list(dict.fromkeys(text for text in texts if text))


def read_cards(path):
    """Yield the cards of a file that the guard let in, from the first to the last. Lines between them are not read."""
    card = None
    for data in content_lines(path):
        if is_begin(data):
            card = Card({}, [])
        elif is_end(data):
            if card is not None:
                yield card
            card = None
        elif card is not None and data.strip():
            line = parse_line(data)
            if line is None:
                card.unread.append(_tidy(_decode(data, "")))
            else:
                card.lines.setdefault(line.name, []).append(line)
