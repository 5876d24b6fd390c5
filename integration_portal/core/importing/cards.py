"""Address cards as a table: one row a card, under the headings that Outlook gives its lists."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from .guard import Refused
from .reader import MAX_ROWS, Row, clean
from .values.names import parse_persons
from .vcards import once, read_cards

_GERMANY = {"", "deutschland", "germany", "de", "d", "bundesrepublik deutschland"}

#: The headings of the table, in German as an Outlook in German writes them; they are data and are not translated.
COMPANY, DEPARTMENT, SALUTATION, FIRST, LAST, POSITION = (
    "Firma", "Abteilung", "Anrede", "Vorname", "Nachname", "Position",
)  # fmt: skip
EMAIL, PHONE, MOBILE, FAX = "E-Mail-Adresse", "Telefon geschäftlich", "Mobiltelefon", "Fax geschäftlich"
STREET, POSTAL_CODE, CITY, COUNTRY = (
    "Straße geschäftlich", "Postleitzahl geschäftlich", "Ort geschäftlich", "Land geschäftlich",
)  # fmt: skip
WEBSITE, CATEGORIES, LANGUAGE, NOTE = "Webseite", "Kategorien", "Bevorzugte Sprache", "Notizen"
PRIVATE_ADDRESS, MORE, UNREAD = "Anschrift privat", "Weitere Angaben der Karte", "Nicht lesbare Zeilen"
HEADINGS = (
    COMPANY, DEPARTMENT, SALUTATION, FIRST, LAST, POSITION, EMAIL, PHONE, MOBILE, FAX, STREET, POSTAL_CODE, CITY,
    COUNTRY, WEBSITE, CATEGORIES, LANGUAGE, NOTE, PRIVATE_ADDRESS, MORE, UNREAD,
)  # fmt: skip
#: Lines that say nothing about the contact.
_TECHNICAL = {
    "BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "SORT-STRING", "MAILER", "TZ", "GEO", "CLASS", "SOURCE",
    "KIND", "NAME", "CLIENTPIDMAP", "LABEL", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "X-ABUID", "XML", "PROFILE",
}  # fmt: skip


def as_row(card):
    """{heading: text} of what a card says; several values of one kind stand below each other."""
    cells = dict.fromkeys(HEADINGS, "")
    more = []
    organisations = [[part for part in line.parts() if part] for line in card.every("ORG")]
    organisations = [parts for parts in organisations if parts]
    if organisations:
        cells[COMPANY], cells[DEPARTMENT] = organisations[0][0], ", ".join(organisations[0][1:])
        more += [" – ".join(parts) for parts in organisations[1:]]
    _name(card, cells)
    cells[POSITION] = ", ".join(once([*card.texts("TITLE"), *card.texts("ROLE")]))
    cells[EMAIL] = "\n".join(once(text.removeprefix("mailto:") for text in card.texts("EMAIL")))
    _phones(card, cells)
    more += _addresses(card, cells)
    websites = card.texts("URL")
    cells[WEBSITE] = next(iter(websites), "")
    more += websites[1:]
    cells[CATEGORIES] = "; ".join(once(item for line in card.every("CATEGORIES") for item in line.items()))
    cells[LANGUAGE] = next(iter(card.texts("LANG")), "")
    cells[NOTE] = "\n".join(card.texts("NOTE"))
    cells[MORE], cells[UNREAD] = "\n".join(once(more)), "\n".join(card.unread)
    return cells


def _name(card, cells):
    """The person of the card; a card of an organisation has none, and its name is that of the organisation."""
    full = next(iter(card.texts("FN")), "")
    family, given, further, prefix, suffix = (
        [*card.every("N")[0].parts(), "", "", "", "", ""] if card.every("N") else [""] * 5
    )[:5]
    whole = " ".join(part for part in (prefix, given, further, family, suffix) if part)
    kinds = {text.lower() for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND") for text in card.texts(name)}
    is_company = bool(kinds & {"org", "group"}) or "COMPANY" in {text.upper() for text in card.texts("X-ABSHOWAS")}
    if is_company or (cells[COMPANY] and (full or whole) in (cells[COMPANY], "") and whole in (cells[COMPANY], "")):
        cells[COMPANY] = cells[COMPANY] or full or whole
        return
    if family or given:
        cells[SALUTATION] = " ".join(part for part in (prefix, suffix) if part)
        cells[FIRST], cells[LAST] = " ".join(part for part in (given, further) if part), family
        if not family:
            cells[FIRST], cells[LAST] = further, given
    elif full:
        found = parse_persons(full)
        if len(found) == 1:
            cells[SALUTATION], cells[FIRST], cells[LAST] = found[0].title, found[0].first_name, found[0].last_name
        else:
            cells[LAST] = full


def _phones(card, cells):
    found = {FAX: [], MOBILE: [], PHONE: []}
    for line in card.every("TEL"):
        number = re.sub(r"^tel:", "", line.text(), flags=re.IGNORECASE)
        number = re.sub(r";ext=(\d+)$", r" -\1", number)
        kind = FAX if "FAX" in line.words else MOBILE if line.words & {"CELL", "CAR", "IPHONE"} else PHONE
        found[kind].append(number)
    for kind, numbers in found.items():
        cells[kind] = "\n".join(once(numbers))


def _addresses(card, cells):
    """Fill in the address of work; return further ones in one line each. A private address has a column of its own."""
    further = []
    for line in card.every("ADR"):
        box, extended, street, city, region, code, country = [*line.parts(), *[""] * 7][:7]
        streets = ", ".join(part.replace("\n", ", ") for part in (street, extended, box) if part)
        abroad = "" if country.lower().strip(" .") in _GERMANY else country
        if "HOME" in line.words and "WORK" not in line.words:
            whole = ", ".join(part for part in (streets, f"{code} {city}".strip(), abroad) if part)
            cells[PRIVATE_ADDRESS] = "\n".join(once([*cells[PRIVATE_ADDRESS].split("\n"), whole]))
        elif not (cells[STREET] or cells[CITY] or cells[POSTAL_CODE]):
            cells[STREET], cells[POSTAL_CODE], cells[CITY], cells[COUNTRY] = streets, code, city or region, abroad
        else:
            further.append(", ".join(part for part in (streets, f"{code} {city}".strip(), abroad) if part))
    return further


_USED = {
    "N", "FN", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "URL", "CATEGORIES", "LANG", "NOTE",
    "X-ADDRESSBOOKSERVER-KIND",
} | _TECHNICAL  # fmt: skip


def left_aside(card):
    """Counter of the names of lines that are not taken from a card, such as pictures and birthdays."""
    return Counter(name[:40] for name in card.lines if name not in _USED)


class CardSource:
    """Cards as the rows of a table: row 7 is the seventh card, the headings stand in row 0."""

    ALWAYS = (COMPANY, FIRST, LAST, EMAIL, PHONE)

    def __init__(self, path):
        self.cards, aside, used = [], Counter(), set(self.ALWAYS)
        for card in read_cards(path):
            if len(self.cards) == MAX_ROWS:
                raise Refused(_("The file has more than %(count)s cards. Please split it.") % {"count": MAX_ROWS})
            cells = {heading: clean(text) for heading, text in as_row(card).items() if text}
            used |= cells.keys()
            aside += left_aside(card)
            self.cards.append(cells)
        self.headings = [heading for heading in HEADINGS if heading in used]
        self.notes = []
        if aside:
            names = ", ".join(f"{name} ({number})" for name, number in aside.most_common(12))
            self.notes.append(_("Not taken from the cards: %(names)s.") % {"names": names})

    def rows(self, _name):
        yield Row(0, list(self.headings))
        for number, cells in enumerate(self.cards, start=1):
            yield Row(number, [cells.get(heading) for heading in self.headings])
