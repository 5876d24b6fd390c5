"""A council with something in every public object of OParl, and a secret marker in all that is not public."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from committees.models import Motion, Vote
from integration_portal.core import attachments
from tests.builders import make_municipality, make_person
from tests.builders_committees import (
    at,
    make_committee,
    make_function,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_resolution,
    make_term,
)

SECRET = "GEHEIM-4711"
PDF = b"%PDF-1.7\n" + b"x" * 100


def upload(owner, name, *, public):
    """An attachment of an object."""
    return attachments.attach(owner=owner, upload=SimpleUploadedFile(name, PDF), is_public=public)


def council():
    """A public council with a meeting, and secrets beside everything."""
    town = make_municipality("Musterstadt")
    beirat = make_committee("Beirat für Migration", published=True, place="Rathaus", municipality=town)
    make_term(beirat)
    ada = make_person("Öztürk", is_published=True, email=f"{SECRET}@example.org", phone=SECRET, internal_note=SECRET)
    membership = make_member(beirat, person=ada, is_released=True)
    make_function(beirat, ada)
    make_member(beirat, person=make_person(SECRET, is_published=True))
    make_member(beirat, person=make_person(f"{SECRET} 2"), is_released=True)
    meeting = make_meeting(beirat, published=True, note=SECRET, online_url=f"https://example.org/{SECRET}")
    paper = make_paper("Sprachkurse", committees=[beirat], released=True, facts="Gründe.")
    item = make_item(meeting, "Sprachkurse", kind="resolution", paper=paper, internal_notes=SECRET, notes=SECRET)
    paper.referrals.update(item=item)
    motion = Motion.objects.create(item=item, text="Antrag", mover=SECRET)
    vote = Vote.objects.create(
        motion=motion, majority="simple", yes=5, no=2, abstentions=1, present=8, members=10,
        voted_at=at("2026-12-03 18:00"), is_adopted=True, outcome="adopted",
    )  # fmt: skip
    make_resolution(item, "Sprachkurse ausbauen", vote=vote, outcome="adopted", paper=paper)
    closed = make_item(meeting, SECRET, is_public=False, text=SECRET)
    make_item(meeting, SECRET, parent=closed)
    released = make_item(meeting, SECRET, is_public=False)
    make_resolution(released, "Freigegeben", released_on=meeting.day)
    make_resolution(closed, SECRET, text=SECRET)
    make_meeting(beirat, "2027-02-03 17:00", title=SECRET)
    make_paper(SECRET, committees=[beirat], is_public=False)
    make_paper(SECRET, committees=[beirat])
    hidden = make_committee(SECRET)
    make_paper("Für zwei Gremien", committees=[beirat, hidden], released=True)
    make_meeting(hidden, title=SECRET, is_published=True)
    shown = upload(paper, "Anlage.pdf", public=True)
    private = upload(paper, f"{SECRET}.pdf", public=False)
    upload(closed, f"{SECRET}.pdf", public=True)
    return SimpleNamespace(
        committee=beirat, person=ada, membership=membership, meeting=meeting, paper=paper, item=item, closed=closed,
        shown=shown, private=private, town=town,
    )  # fmt: skip


def walk(client, start="/oparl/v1.1/system"):
    """{path with query: object or page} of everything that can be reached from an address below the interface."""
    found, waiting = {}, [start]
    while waiting:
        path = waiting.pop()
        if path in found or "/file/" in path and path.endswith(("/inline", "/download")):
            continue
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = response.json()
        waiting += [text[text.index("/oparl/") :] for text in texts(found[path]) if "/oparl/v1.1/" in text]
    return found


def texts(value):
    """All texts in a value."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def objects(value):
    """All objects with a type in a value, those inside others included."""
    if isinstance(value, dict):
        own = [value] if str(value.get("type", "")).startswith("https://schema.oparl.org/") else []
        return own + [row for part in value.values() for row in objects(part)]
    return [row for part in value for row in objects(part)] if isinstance(value, list) else []
