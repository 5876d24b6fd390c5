"""The assistant of a meeting: what is still missing before the invitation goes out, and until the meeting."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core.display import format_day

from .models import ItemKind, MeetingState, StandardItem
from .models.meetings import AHEAD
from .rules import notice, proposals, quorum
from .services import agenda, invitations
from .services.states import rules_of


@dataclass(frozen=True)
class Check:
    """One line: `tone` is "ok", "soon" (to be done), "missing" or "open" (cannot be said yet); `url` is where to do it."""

    tone: str
    title: str
    text: str = ""
    url: str = ""

    @property
    def icon(self):
        return {"ok": "check", "soon": "clock", "missing": "warning", "open": "note"}[self.tone]

    @property
    def word(self):
        """The state in a word, for readers of the screen."""
        return {"ok": _("in order"), "soon": _("to do"), "missing": _("missing"), "open": _("open")}[self.tone]


def checks(meeting):
    """All lines for a meeting that is still ahead, in the order in which one works through them; [] for others."""
    if meeting.state not in AHEAD:
        return []
    rules = rules_of(meeting)
    items = list(meeting.items.select_related("paper"))
    found = [_place(meeting), _items(meeting, items), _papers(meeting, items), _minutes(meeting, items)]
    found += [
        _proposals(meeting, rules),
        _left_open(meeting),
        _notice(meeting, rules),
        _changed(meeting),
        _quorum(meeting, rules),
    ]
    return [check for check in found if check is not None]


def _edit(meeting):
    return reverse("committees:meeting_edit", args=[meeting.pk])


def _place(meeting):
    if meeting.place or meeting.online_url:
        return Check("ok", _("Place"), meeting.place or _("online"))
    return Check("missing", _("Place"), _("Neither a place nor an online link is given."), _edit(meeting))


def _items(meeting, items):
    url = f"{meeting.get_absolute_url()}#tagesordnung"
    if not items:
        return Check("missing", _("Agenda"), _("The agenda is empty."), url)
    if all(item.purpose != StandardItem.Purpose.OTHER for item in items):
        return Check("soon", _("Agenda"), _("So far there are only the standard items."), url)
    text = ngettext("%(number)d item", "%(number)d items", len(items)) % {"number": len(items)}
    return Check("ok", _("Agenda"), text)


def _papers(meeting, items):
    without = [
        item for item in items if item.kind == ItemKind.RESOLUTION and item.paper_id is None and item.purpose == "other"
    ]
    if without:
        numbers = ", ".join(item.number for item in without)
        text = _("Items for a resolution without a paper: %(numbers)s.") % {"numbers": numbers}
        return Check("soon", _("Papers"), text, f"{meeting.get_absolute_url()}#tagesordnung")
    drafts = [item for item in items if item.paper_id and item.paper.state == "draft"]
    if drafts:
        text = _("Papers that are still a draft: %(titles)s.") % {
            "titles": ", ".join(str(item.paper) for item in drafts)
        }
        return Check("missing", _("Papers"), text, drafts[0].paper.get_absolute_url())
    return Check("ok", _("Papers"), _("Every item for a resolution has its paper."))


def _minutes(meeting, items):
    last = agenda.last_meeting_before(meeting)
    if last is None or last.state in (MeetingState.APPROVED, MeetingState.PUBLISHED):
        return None
    if last.state == MeetingState.HELD:
        text = _("The minutes of %(day)s are not drafted yet.") % {"day": format_day(last.day)}
        return Check("soon", _("Last minutes"), text, last.get_absolute_url())
    if not any(item.purpose == StandardItem.Purpose.MINUTES for item in items):
        return Check(
            "soon",
            _("Last minutes"),
            _("Their approval is not on the agenda."),
            f"{meeting.get_absolute_url()}#tagesordnung",
        )
    return Check("ok", _("Last minutes"), _("Their approval is on the agenda."))


def _proposals(meeting, rules):
    rows = list(meeting.committee.proposals.filter(state="open"))
    if not rows:
        return None
    late = [row for row in rows if proposals.too_late(rules, submitted_on=row.submitted_on, meets_on=meeting.day)]
    text = ngettext("%(number)d proposal to decide", "%(number)d proposals to decide", len(rows)) % {
        "number": len(rows)
    }
    if late:
        text += ", " + ngettext("%(number)d of them too late", "%(number)d of them too late", len(late)) % {
            "number": len(late)
        }
    return Check("soon", _("Proposed items"), text, f"{meeting.get_absolute_url()}#vorschlaege")


def _left_open(meeting):
    number = agenda.open_items_before(meeting).count()
    if not number:
        return None
    text = ngettext(
        "%(number)d item of earlier meetings is open", "%(number)d items of earlier meetings are open", number
    )
    return Check("soon", _("Open items"), text % {"number": number}, f"{meeting.get_absolute_url()}#offene-punkte")


def _notice(meeting, rules):
    url = reverse("committees:meeting_invite", args=[meeting.pk])
    last = meeting.invitations.order_by("-number").first()
    if last is not None:
        found = notice.Notice.from_json(last.notice)
        tone = "ok" if found.ok else "soon" if found.urgent else "missing"
        return Check(
            tone,
            _("Invitation"),
            _("Sent on %(day)s. %(rule)s")
            % {"day": format_day(timezone.localdate(last.sent_at)), "rule": found.sentence},
            "" if found.ok else url,
        )
    by_mail, by_post = (notice.latest_dispatch(rules, meeting.day, way) for way in ("email", "post"))
    found = notice.check(rules, meets_on=meeting.day, sent_on=timezone.localdate())
    if not found.ok:
        return Check("missing", _("Invitation"), found.sentence, url)
    words = {"mail": format_day(by_mail), "post": format_day(by_post), "rule": found.rule_words}
    text = _("Send it by %(mail)s by e-mail, by %(post)s by post: %(rule)s.") % words
    near = (by_mail - timezone.localdate()).days <= 7
    return Check("soon" if near else "open", _("Invitation"), text, url)


def _changed(meeting):
    last = meeting.invitations.order_by("-number").first()
    changes = invitations.changes_since(meeting, last) if last else []
    if not changes:
        return None
    text = _("Changed since the invitation: %(changes)s") % {"changes": "; ".join(changes)}
    return Check("missing", _("Second invitation"), text, reverse("committees:meeting_invite", args=[meeting.pk]))


def _quorum(meeting, rules):
    if meeting.state != MeetingState.INVITED:
        return None
    coming, members = invitations.expected(meeting)
    found = quorum.check(rules, members=members, present=coming, second_call=meeting.second_call_of_id is not None)
    words = {"coming": coming, "needed": found.needed, "members": members}
    text = _("%(coming)d of %(members)d voting members have said yes, needed are %(needed)d.") % words
    return Check(
        "ok" if found.ok else "soon",
        _("Quorum from the answers"),
        f"{text} {found.rule_words}.",
        f"{meeting.get_absolute_url()}#eingeladene",
    )
