"""Address cards as files: vCard 3.0 (RFC 2426), which Outlook, Thunderbird and telephones read."""

import re
from dataclasses import dataclass

from django.http import HttpResponse, StreamingHttpResponse
from vobject import vCard
from vobject.vcard import Address, Name

CONTENT_TYPE = "text/vcard; charset=utf-8"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Place:
    """A postal address of a card."""

    street: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True)
class Card:
    """What a card says. An organisation has no `family_name`: programs then show and sort it by its name."""

    uid: str
    name: str
    family_name: str = ""
    given_name: str = ""
    prefix: str = ""
    organisation: str = ""
    function: str = ""
    emails: tuple = ()
    phones: tuple = ()
    websites: tuple = ()
    places: tuple = ()
    categories: tuple = ()
    note: str = ""


def card_text(card):
    """Return the card with its lines folded and ended as the standard wants."""
    written = vCard()
    written.add("n").value = Name(
        family=_clean(card.family_name or card.name), given=_clean(card.given_name), prefix=_clean(card.prefix)
    )
    written.add("fn").value = _clean(card.name)
    written.add("uid").value = _clean(card.uid)
    if card.organisation:
        written.add("org").value = [_clean(card.organisation)]
    if not card.family_name:
        written.add("x-abshowas").value = "COMPANY"
    for name, values in (("title", [card.function]), ("note", [card.note])):
        for value in filter(None, values):
            written.add(name).value = _clean(value)
    for name, kind, values in (("email", "INTERNET", card.emails), ("tel", "WORK,VOICE", card.phones)):
        for value in values:
            line = written.add(name)
            line.value, line.params["TYPE"] = _clean(value), kind.split(",")
    for value in card.websites:
        written.add("url").value = _clean(value)
    for place in card.places:
        line = written.add("adr")
        line.value = Address(street=_clean(place.street), code=_clean(place.postal_code), city=_clean(place.city))
        line.params["TYPE"] = ["WORK"]
    if card.categories:
        written.add("categories").value = [_clean(category) for category in card.categories]
    return written.serialize()


def vcard_response(cards, *, file_name):
    """All cards as one file to download, written as it is sent."""
    response = StreamingHttpResponse((card_text(card) for card in cards), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}.vcf"'
    return response


def single_vcard_response(card, *, file_name):
    """One card as a file to download; `file_name` consists of letters, digits and hyphens."""
    response = HttpResponse(card_text(card), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}.vcf"'
    return response


def _clean(text):
    """The text without the control characters that a card cannot hold."""
    return _CONTROL.sub("", str(text or "").replace("\r\n", "\n").replace("\r", "\n"))
