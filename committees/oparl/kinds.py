"""The kinds of objects, their addresses, and how references are kept in the stored contents.

Stored contents hold `{"ref": "Kind/key"}` for a reference, `{"embed": "Kind/key"}` for an object that is shown inside, and
`{"path": "…"}` for an address below the interface. `serving` makes absolute addresses of them.
"""

import uuid

#: Never change it: the keys of places, files and the body come from it.
NAMESPACE = uuid.UUID("6f1b0b0e-5d0a-5b0c-9a52-0d8f3c1e7a11")
VERSION = "https://schema.oparl.org/1.1/"
ROOT = "/oparl/v1.1"
SYSTEM = uuid.uuid5(NAMESPACE, "system")
BODY = uuid.uuid5(NAMESPACE, "body")

#: Kind: the word in its address.
WORDS = {
    "System": "system",
    "Body": "body",
    "Organization": "organization",
    "Person": "person",
    "Membership": "membership",
    "Meeting": "meeting",
    "AgendaItem": "agendaitem",
    "Paper": "paper",
    "Consultation": "consultation",
    "File": "file",
    "Location": "location",
    "LegislativeTerm": "legislativeterm",
}
KINDS = {word: kind for kind, word in WORDS.items()}
#: The lists of a body, by the property that names them.
BODY_LISTS = {
    "organization": "Organization",
    "person": "Person",
    "meeting": "Meeting",
    "paper": "Paper",
    "agendaItem": "AgendaItem",
    "consultation": "Consultation",
    "file": "File",
    "locationList": "Location",
    "legislativeTermList": "LegislativeTerm",
    "membership": "Membership",
}


def ref(kind, key):
    """A reference to another object."""
    return {"ref": f"{kind}/{key}"}


def embed(kind, key):
    """An object that is shown inside another one, and at its own address."""
    return {"embed": f"{kind}/{key}"}


def address(kind, key):
    """The path of an object; the system has no key in it."""
    return f"{ROOT}/system" if kind == "System" else f"{ROOT}/{WORDS[kind]}/{key}"
