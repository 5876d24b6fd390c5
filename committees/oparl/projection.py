"""What is public, as OParl objects without addresses and times. Everything is read through the words `public()`.

`build(kind, key)` gives the objects of one aggregate as {(kind, key): contents}, the outer one first; nothing when it is not
public. All texts are German, the language of the contents.
"""

import uuid

from django.utils import timezone, translation

from integration_portal.core.models import SiteSettings
from integration_portal.core.site import absolute

from ..models import Committee, CommitteeFunction, Meeting, Membership, Paper, Resolution, Term
from . import files
from .kinds import BODY, BODY_LISTS, NAMESPACE, ROOT, SYSTEM, embed, ref

PREFIX = "integrationsportal:"
#: The words the specification recommends: held is what has released minutes.
MEETING_STATES = {"held": "eingeladen", "drafted": "eingeladen", "invited": "eingeladen"} | dict.fromkeys(
    ("approved", "published"), "durchgeführt"
)


def build(kind, key):
    """The public objects of an aggregate now, the outer one first; {} when it is not public."""
    with translation.override("de"):
        return {row: clean(data) for row, data in BUILDERS[kind](key).items()}


def clean(value):
    """Without nulls, empty texts, empty lists and empty objects, at every depth."""
    if isinstance(value, dict):
        pairs = ((name, clean(part)) for name, part in value.items())
        return {name: part for name, part in pairs if part is not None and part != "" and part != [] and part != {}}
    if isinstance(value, (list, tuple)):
        return [part for part in map(clean, value) if part is not None and part not in ("", [], {})]
    return value.strip() if isinstance(value, str) else value


def _day(value):
    return value.isoformat() if value else None


def _moment(value):
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def _web(row):
    """The address of its public page."""
    return absolute(row.get_public_url())


def _system(key):
    site = SiteSettings.load()
    return {
        ("System", SYSTEM): {
            "oparlVersion": "https://schema.oparl.org/1.1/",
            "body": {"path": f"{ROOT}/body"},
            "name": site.portal_name,
            "contactEmail": site.email,
            "contactName": site.office_name,
            "website": absolute("/"),
        }
    }


def _body(key):
    site = SiteSettings.load()
    terms = Term.objects.filter(committee__is_published=True).select_related("committee").order_by("since", "pk")
    lists = {name: {"path": f"{ROOT}/body/{BODY}/{name}"} for name in BODY_LISTS}
    found = {
        ("Body", BODY): {
            "system": ref("System", SYSTEM),
            "name": site.county_name,
            "contactEmail": site.email,
            "contactName": site.office_name,
            "website": absolute("/"),
            "classification": "Landkreis",
            **lists,
            "legislativeTerm": [embed("LegislativeTerm", term.uuid) for term in terms],
        }
    }
    for term in terms:
        found["LegislativeTerm", term.uuid] = {
            "body": ref("Body", BODY),
            "name": f"{term.committee.label}: {term.name}",
            "startDate": _day(term.since),
            "endDate": _day(term.until),
        }
    return found


def _organization(key):
    committee = Committee.objects.public().filter(uuid=key).select_related("municipality__boundary").first()
    if committee is None:
        return {}
    members = Membership.objects.public().of(committee).order_by("pk").values_list("uuid", flat=True)
    own = f"{ROOT}/organization/{key}"
    location = _location(committee)
    functions = [row.uuid for row in _functions(committee=committee)]
    return {
        ("Organization", key): {
            "body": ref("Body", BODY),
            "name": committee.name,
            "shortName": committee.short_name,
            "organizationType": "Gremium",
            "classification": committee.get_kind_display(),
            "startDate": _day(committee.founded_on),
            "endDate": _day(committee.dissolved_on),
            "membership": [ref("Membership", row) for row in (*members, *functions)],
            "meeting": {"path": f"{own}/meeting"},
            "consultation": {"path": f"{own}/consultation"},
            "location": embed(*location[0]) if location else None,
            "web": _web(committee),
        }
    } | dict([location] if location else [])


def _functions(**filters):
    """Chairs and vice chairs who are shown as members of the same committee."""
    rows = CommitteeFunction.objects.filter(
        **filters, function__in=("chair", "vice"), committee__is_published=True, person__is_published=True
    ).select_related("committee", "person")
    shown = set(Membership.objects.public().values_list("person", "seat__committee")) if rows else set()
    return [row for row in rows if (row.person_id, row.committee_id) in shown]


def _person(key):
    rows = Membership.objects.public().filter(person__uuid=key).select_related("person", "seat__committee")
    rows = list(rows.order_by("since", "pk"))
    if not rows:
        return {}
    person = rows[0].person
    memberships = {}
    for row in rows:
        memberships["Membership", row.uuid] = {
            "organization": ref("Organization", row.seat.committee.uuid),
            "role": "stellvertretendes Mitglied" if row.kind == "deputy" else "Mitglied",
            "votingRight": row.seat.is_voting if row.kind == "member" else None,
        } | _term_of(row)
    for row in _functions(person=person):
        memberships["Membership", row.uuid] = {
            "organization": ref("Organization", row.committee.uuid),
            "role": row.get_function_display(),
        } | _term_of(row)
    for data in memberships.values():
        data["person"] = ref("Person", key)
    return {
        ("Person", key): {
            "body": ref("Body", BODY),
            "name": person.name,
            "familyName": person.last_name,
            "givenName": person.first_name,
            "formOfAddress": person.title if person.title in ("Frau", "Herr") else None,
            "title": [person.title] if person.title and person.title not in ("Frau", "Herr") else None,
            "email": [person.email] if person.publish_email and person.email else None,
            "phone": [person.phone] if person.publish_phone and person.phone else None,
            "membership": [embed(*row) for row in memberships],
        }
    } | memberships


def _term_of(row):
    return {"startDate": _day(row.since), "endDate": _day(row.until)}


def _location(owner):
    """((kind, key), contents) of a place, or None. The same address is the same place."""
    municipality = owner.municipality
    parts = (owner.place, owner.street, owner.postal_code, owner.city or (municipality.name if municipality else ""))
    if not any(parts):
        return None
    boundary = getattr(municipality, "boundary", None) if municipality else None
    data = {
        "description": ", ".join(part for part in (parts[0], parts[1], f"{parts[2]} {parts[3]}".strip()) if part),
        "room": owner.place,
        "streetAddress": owner.street,
        "postalCode": owner.postal_code,
        "locality": parts[3],
    }
    if boundary is not None and boundary.geometry:
        data["geojson"] = {
            "type": "Feature",
            "properties": {"name": municipality.name},
            "geometry": boundary.geometry,
        }
    words = "\n".join((*parts, municipality.ags if municipality else ""))
    return ("Location", uuid.uuid5(NAMESPACE, f"location\n{words}")), data


def _file(row, **targets):
    """An attachment as a file."""
    return ("File", row.pk), {
        "name": row.name,
        "fileName": row.name,
        "mimeType": row.media_type,
        "size": row.size,
        "date": _day(timezone.localdate(row.created_at)),
        **_file_addresses(row.pk),
        **targets,
    }


def _file_addresses(key):
    return {
        "accessUrl": {"path": f"{ROOT}/file/{key}/inline"},
        "downloadUrl": {"path": f"{ROOT}/file/{key}/download"},
    }


def _made_files(owner, **targets):
    """{property: ((kind, key), contents)} of the files made of an object."""
    found = {}
    for made in files.made_for(owner):
        key = made.key(owner)
        found[made.slot] = (
            ("File", key),
            {
                "name": f"{made.name} {getattr(owner, 'number', '') or ''}".strip(),
                "fileName": made.file_name(owner),
                "mimeType": made.media_type,
                "date": _day(made.day(owner)),
                # The file is made of the object: a later change of it is a change of the file, too.
                PREFIX + "version": getattr(owner, "version", None),
                **_file_addresses(key),
                **targets,
            },
        )
    return found


def _meeting(key):
    rows = Meeting.objects.public().filter(uuid=key)
    meeting = rows.select_related("committee", "municipality__boundary").first()
    if meeting is None:
        return {}
    inside = {}
    data = {
        "name": meeting.name,
        "meetingState": MEETING_STATES.get(meeting.state, "terminiert"),
        "cancelled": meeting.state in ("cancelled", "moved"),
        "start": _moment(meeting.opened_at or meeting.starts_at),
        "end": _moment(meeting.closed_at or meeting.ends_at),
        "organization": [ref("Organization", meeting.committee.uuid)],
        "web": _web(meeting),
    }
    location = _location(meeting)
    if location:
        inside[location[0]] = location[1]
        data["location"] = embed(*location[0])
    back = {"meeting": [ref("Meeting", key)]}
    attached = [_file(row, **back) for row in files.public_attachments(Meeting, [meeting.pk]).get(meeting.pk, ())]
    inside |= dict(attached)
    data["auxiliaryFile"] = [embed(*row) for row, _contents in attached]
    for slot, (row, contents) in _made_files(meeting, **back).items():
        inside[row] = contents
        data[slot] = embed(*row)
    items = _items(meeting)
    data["agendaItem"] = [embed(*row) for row in items if row[0] == "AgendaItem"]
    return {("Meeting", key): data} | inside | items


def _items(meeting):
    """Public items; and of the closed part those with a released resolution, which alone is shown of them."""
    public = set(meeting.items.public().values_list("pk", flat=True))
    resolutions = {}
    for row in Resolution.objects.public().filter(item__meeting=meeting).select_related("vote").order_by("pk"):
        resolutions.setdefault(row.item_id, []).append(row)
    papers = Paper.objects.public()
    rows = [
        row
        for row in meeting.items.select_related("referral", "parent").order_by("position", "pk")
        if row.pk in public or row.pk in resolutions
    ]
    rows.sort(key=lambda row: ((row.parent.position, row.position) if row.parent else (row.position, -1), row.pk))
    shown_papers = set(
        papers.filter(pk__in=[row.paper_id for row in rows if row.paper_id]).values_list("pk", flat=True)
    )
    attached = files.public_attachments(type(rows[0]), public) if rows else {}
    found = {}
    for order, row in enumerate(rows):
        is_open = row.pk in public
        decided = resolutions.get(row.pk, [])
        data = {
            "meeting": ref("Meeting", meeting.uuid),
            "number": row.number,
            "order": order,
            "name": row.title if is_open else "; ".join(part.title for part in decided),
            "public": is_open,
            "result": "; ".join(part.get_outcome_display() for part in decided),
            "resolutionText": "\n\n".join(part.text for part in decided),
            PREFIX + "resolution": [_decided(part) for part in decided],
        }
        referral = getattr(row, "referral", None)
        if is_open and referral is not None and referral.paper_id in shown_papers and row.paper_id == referral.paper_id:
            data["consultation"] = ref("Consultation", referral.uuid)
        if is_open:
            data["start"] = _moment(row.started_at)
        own = [_file(part, agendaItem=[ref("AgendaItem", row.uuid)]) for part in attached.get(row.pk, ())]
        data["auxiliaryFile"] = [embed(*part) for part, _contents in own]
        found["AgendaItem", row.uuid] = data
        found |= dict(own)
    return found


def _decided(resolution):
    """A resolution with its counts of votes: what OParl has no property for."""
    vote = resolution.vote
    counts = {name: getattr(vote, name) for name in ("yes", "no", "abstentions", "present")} if vote else None
    return {
        "number": resolution.number,
        "resolvedOn": _day(resolution.resolved_on),
        "outcome": resolution.outcome,
        "votes": counts,
        "web": _web(resolution),
    }


def _paper(key):
    paper = Paper.objects.public().filter(uuid=key).first()
    if paper is None:
        return {}
    back = {"paper": [ref("Paper", key)]}
    inside = {}
    data = {
        "body": ref("Body", BODY),
        "name": paper.title,
        "reference": paper.number,
        "date": _day(paper.dated_on),
        "paperType": paper.get_kind_display(),
        "web": _web(paper),
    }
    for slot, (row, contents) in _made_files(paper, **back).items():
        inside[row] = contents
        data[slot] = embed(*row)
    attached = [_file(row, **back) for row in files.public_attachments(Paper, [paper.pk]).get(paper.pk, ())]
    inside |= dict(attached)
    data["auxiliaryFile"] = [embed(*row) for row, _contents in attached]
    stops = paper.referrals.filter(committee__is_published=True).select_related("committee", "item__meeting")
    items = type(paper)._meta.get_field("items").related_model.objects.public().filter(paper=paper)
    shown = set(items.values_list("pk", flat=True))
    data["consultation"] = [embed("Consultation", stop.uuid) for stop in stops]
    for stop in stops:
        item = stop.item if stop.item_id in shown else None
        inside["Consultation", stop.uuid] = {
            "paper": ref("Paper", key),
            "agendaItem": ref("AgendaItem", item.uuid) if item else None,
            "meeting": ref("Meeting", item.meeting.uuid) if item else None,
            "organization": [ref("Organization", stop.committee.uuid)],
            "authoritative": stop.role == "deciding",
            "role": stop.get_role_display(),
        }
    return {("Paper", key): data} | inside


BUILDERS = {
    "System": _system,
    "Body": _body,
    "Organization": _organization,
    "Person": _person,
    "Meeting": _meeting,
    "Paper": _paper,
}
