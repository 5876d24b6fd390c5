"""Papers of a committee as data: what PDF and Word are made from. All texts are in the active language.

A document is {"title", "kicker", "mark", "facts", "sections", "signatures", "letters", …}; sections hold blocks of
`core.reporting`. `letters` are the address blocks of as many copies; a copy without an address is an empty list.
"""

import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings
from integration_portal.core.reporting import entry, paragraph, table
from integration_portal.core.reporting.sheet import section
from integration_portal.core.reporting.word import put_block
from integration_portal.core.writers.docx import DOCX_TYPE, WordFile
from integration_portal.core.writers.pdf import render_pdf

from .models import Paper
from .services.agenda import ordered


def document(title, sections, *, kicker="", mark="", facts=(), signatures=(), letters=(), footer=""):
    """Put a document together. Sections without blocks and facts without a value are left out."""
    site = SiteSettings.load()
    return {
        "title": str(title),
        "kicker": str(kicker),
        "mark": str(mark),
        "facts": [[str(name), str(value)] for name, value in facts if value],
        "sections": [row for row in sections if row["blocks"]],
        "signatures": [str(words) for words in signatures],
        "letters": [list(lines) for lines in letters] or [[]],
        "office": site.office_name,
        "county": site.county_name,
        "sender": ", ".join(part for part in (site.office_name, *site.address.splitlines()) if part),
        "footer": footer or site.funding_short,
        "made_on": _("As of %(day)s") % {"day": format_day(timezone.localdate())},
        "lang": get_language() or "de",
    }


def as_pdf(data):
    """The bytes of the document as PDF/UA-1."""
    return render_pdf("council", data)


def as_word(data):
    """The bytes of the document as a Word file with real headings, lists and tables."""
    book = WordFile(data["title"], author=data["office"], lang=data["lang"])
    for number, address in enumerate(data["letters"]):
        book.put_lines(address, new_page=number > 0, space_after=24)
        book.put_text(data["kicker"], quiet=True)
        book.put_title(data["title"])
        book.put_text(data["mark"])
        for name, value in data["facts"]:
            book.put_text(value, label=name)
        for part in data["sections"]:
            book.put_heading(part["title"], 1)
            for block in part["blocks"]:
                put_block(book, block, part["title"])
        for words in data["signatures"]:
            book.put_lines(["_" * 32, words], space_after=18)
    return book.to_bytes()


def word_response(data):
    """A download of the Word file."""
    response = HttpResponse(as_word(data), content_type=DOCX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugify(data["title"]) or "dokument"}.docx"'
    return response


# --- what invitations and agendas say ------------------------------------------------------------------
def when(meeting):
    """Day and time, such as "Thursday, 3.12.2026, 17:00–19:00"."""
    start = timezone.localtime(meeting.starts_at)
    text = _("%(weekday)s, %(day)s, %(time)s") % {
        "weekday": weekday(start),
        "day": format_day(start.date()),
        "time": start.strftime("%H:%M"),
    }
    if meeting.ends_at:
        text += f"–{timezone.localtime(meeting.ends_at):%H:%M}"
    return text


def weekday(day):
    """The name of the weekday."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[day.weekday()]


def where(meeting):
    """The place with its address, in one line."""
    town = " ".join(part for part in (meeting.postal_code, meeting.city) if part)
    return ", ".join(part for part in (meeting.place, meeting.street, town) if part)


def seen_items(meeting, *, public_only=False):
    """Items in reading order; `public_only` leaves closed ones and what hangs on them out."""
    items = ordered(meeting.items.select_related("reporter", "paper"))
    closed = {item.pk for item in items if not item.is_public}
    if not public_only:
        return items
    return [item for item in items if item.pk not in closed and item.parent_id not in closed]


def agenda_sections(meeting, *, public_only=False):
    """The agenda as tables: the public and the closed part, each in its order with the numbers of the whole."""
    items = seen_items(meeting, public_only=public_only)
    closed = {item.pk for item in items if not item.is_public}
    parts = (
        (_("Agenda: public part") if closed else _("Agenda"), [item for item in items if item.pk not in closed]),
        (_("Agenda: closed part"), [item for item in items if item.pk in closed]),
    )
    return [section([_agenda_table(title, rows, public_only)], title) for title, rows in parts if rows]


def _reporter(item, public_only):
    """Who reports; in public only a person of the network whose name may be published."""
    if public_only:
        return item.reporter.name if item.reporter and item.reporter.is_published else ""
    return item.reporter_name


def _papers_told(items, public_only):
    """The keys of the papers whose number is told: in public only of released ones."""
    keys = {item.paper_id for item in items if item.paper_id and item.paper.number}
    return set(Paper.objects.public().filter(pk__in=keys).values_list("pk", flat=True)) if public_only else keys


def _agenda_table(title, items, public_only):
    rows, told = [], _papers_told(items, public_only)
    for item in items:
        more = [item.text] if item.text else []
        if item.paper_id in told:
            more.append(_("Paper %(number)s") % {"number": item.paper.number})
        if item.carried_from_id:
            more.append(_("carried over"))
        minutes = (
            ngettext("%(number)d min", "%(number)d min", item.duration) % {"number": item.duration}
            if item.duration
            else ""
        )
        rows.append(
            [
                item.number,
                "\n".join([item.title, *more]),
                item.get_kind_display(),
                _reporter(item, public_only),
                minutes,
            ]
        )
    return table("agenda", title, [_("No."), _("Item"), _("Type"), _("Reporter"), _("Time")], rows)


def facts_of(meeting, *, internal=True):
    """When and where, for the head of a document."""
    facts = [(_("When"), when(meeting)), (_("Where"), where(meeting))]
    if internal and meeting.online_url:
        facts.append((_("Online"), meeting.online_url))
    return facts


def invitation_document(meeting, *, text="", changes="", number=1, urgent_reason="", public_only=False, letters=()):
    """The letter of invitation with the agenda. A further invitation is marked as a change and says what changed."""
    opening = [paragraph(text)] if text else []
    notes = []
    if changes:
        notes.append(section([paragraph(changes)], _("What has changed")))
    if urgent_reason:
        words = _(
            "The notice is shortened because the matter is urgent: %(reason)s The meeting first decides whether it is."
        )
        notes.append(section([paragraph(words % {"reason": _ended(urgent_reason)})], _("Shortened notice")))
    if meeting.second_call_of_id:
        words = _(
            "The meeting is called a second time for the items that were put off for want of a quorum. For these there is a "
            "quorum without regard to the number of those present."
        )
        notes.append(section([paragraph(words)], _("Second call")))
    return document(
        _("Changed invitation: %(name)s") % {"name": meeting.short}
        if number > 1
        else _("Invitation: %(name)s") % {"name": meeting.short},
        [section(opening), *notes, *agenda_sections(meeting, public_only=public_only)],
        kicker=meeting.committee.name,
        mark=_("Changed invitation no. %(number)d. It replaces the earlier one.") % {"number": number}
        if number > 1
        else "",
        facts=facts_of(meeting),
        letters=letters,
    )


def _ended(text):
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def agenda_document(meeting, *, public_only=False):
    """The agenda alone, to print or to put up."""
    return document(
        _("Agenda: %(name)s") % {"name": meeting.short},
        agenda_sections(meeting, public_only=public_only),
        kicker=meeting.committee.name,
        facts=facts_of(meeting, internal=False),
    )


def attendance_document(meeting, rows):
    """A list to sign: (seat, name, voting) of those expected, with free lines for guests."""
    body = [[seat, name, _("yes") if voting else _("advisory"), ""] for seat, name, voting in rows]
    head = [_("Seat"), _("Name"), _("Right to vote"), _("Signature")]
    guests = [["", "", "", ""] for _number in range(6)]
    return document(
        _("Attendance list: %(name)s") % {"name": meeting.short},
        [
            section([table("attendance", _("Members"), head, body or [["", "", "", ""]])], _("Members")),
            section(
                [table("guests", _("Guests"), [_("Name"), _("Organisation"), "", _("Signature")], guests)], _("Guests")
            ),
        ],
        kicker=meeting.committee.name,
        facts=facts_of(meeting, internal=False),
    )


# --- minutes -------------------------------------------------------------------------------------------
def minutes_document(record, *, mark="", addenda=(), corrections=(), signatures=(), footer=""):
    """The minutes from a record of `committees.records`, whole or its public part."""
    facts = [
        (_("Day"), format_day(datetime.date.fromisoformat(record["day"]))),
        (_("Time"), "–".join(part for part in (record["opened"], record["closed"]) if part)),
        (_("Where"), record["place"]),
        (_("Chair"), _name(record["chair"])),
        (_("Recorder"), _name(record["recorder"])),
    ]
    if record["invited"]:
        facts.append((_("Invited on"), format_day(datetime.date.fromisoformat(record["invited"]))))
    sections = [section([paragraph(record["opening"])] if record["opening"] else [])]
    sections.append(section(_attendance_blocks(record), _("Attendance")))
    sections += [
        section(_item_blocks(item), f"{item['number']} {item['title']}".strip())
        for item in record["items"]
        if item["public"]
    ]
    released = [row for item in record["items"] if not item["public"] for row in item["resolutions"]]
    is_whole = any(not item["public"] and item.get("kind") for item in record["items"])
    if is_whole:
        sections += [
            section(_item_blocks(item), _("%(number)s %(title)s (not public)") % item)
            for item in record["items"]
            if not item["public"]
        ]
    elif any(not item["public"] for item in record["items"]):
        blocks = [paragraph(_("This part was not public."))]
        blocks += [resolution_block(row) for row in released]
        sections.append(section(blocks, _("Closed part")))
    if record["closing"]:
        sections.append(section([paragraph(record["closing"])], _("Closing")))
    if corrections:
        sections.append(section([paragraph("\n".join(corrections))], _("Corrections")))
    if addenda:
        sections.append(section([paragraph("\n\n".join(addenda))], _("Addenda")))
    return document(
        _("Minutes: %(name)s") % {"name": record["meeting"]},
        sections,
        kicker=record["committee"],
        mark=mark,
        facts=facts,
        signatures=signatures,
        footer=footer,
    )


def _name(person):
    return person["name"] if person else ""


def attendance_rows(record):
    """Who was there, as rows of words: name, seat, right to vote, attendance, times."""
    rows = []
    states = {
        "present": _("in the room"),
        "expected": _("in the room"),
        "excused": _("excused"),
        "absent": _("absent"),
    }
    for row in record["attendance"]:
        times = ", ".join("–".join(part for part in pair if part) for pair in row["times"])
        name = _name(row["who"]) or _("member")
        if row["for"]:
            name += f" ({_('for')} {_name(row['for'])})"
        state = states[row["state"]] + (f": {row['reason']}" if row["reason"] else "")
        rows.append([name, row["seat"], _("yes") if row["voting"] else "", state, times])
    return rows


def _attendance_blocks(record):
    rows = attendance_rows(record)
    if not rows:
        return []
    head = [_("Name"), _("Seat"), _("Right to vote"), _("Attendance"), _("Time")]
    return [table("attendance", _("Attendance"), head, rows)]


def resolution_block(row):
    """A resolution from {"number", "title", "text", "outcome"}."""
    return entry(f"{row['number']} {row['title']}", label=row["outcome"], texts=[(_("Wording"), row["text"])])


def _item_blocks(item):
    blocks = []
    if item["reporter"] and item["reporter"]["name"]:
        blocks.append(paragraph(_("Reporter: %(name)s") % item["reporter"]))
    if item["notes"]:
        blocks.append(paragraph(item["notes"]))
    if item["concerned"]:
        names = [_name(one["who"]) for one in item["concerned"] if one["who"]]
        text = _("Personally concerned, neither deliberating nor voting: %(names)s") % {
            "names": ", ".join(names) or len(item["concerned"])
        }
        blocks.append(paragraph(text))
    for motion in item["motions"]:
        lines = [motion["text"]]
        vote = motion["vote"]
        if vote:
            lines.append(vote["sentence"])
            if vote["secret"]:
                lines.append(_("Secret ballot."))
            if vote["names"]:
                lines.append(", ".join(f"{_name(one['who'])}: {one['choice']}" for one in vote["names"]))
        title = motion["label"] + (f" ({motion['mover']})" if motion["mover"] else "")
        blocks.append(entry(title, texts=[("", "\n\n".join(lines))]))
    blocks += [paragraph(line) for line in item["elections"]]
    blocks += [resolution_block(row) for row in item["resolutions"]]
    if not item["motions"] and not item["resolutions"]:
        blocks.append(paragraph(item["state_words"]))
    return blocks
