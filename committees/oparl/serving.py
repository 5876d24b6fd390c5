"""Stored objects as they are served: with addresses and times, alone or as a page of a list.

Pages follow the order in which objects became public; rows are never removed, and `after` names the last one of the page before.
What is added comes at the end, so that a client that pages through a list misses nothing. No page counts the whole list: its
time does not depend on its length.
"""

import datetime
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from integration_portal.core.site import absolute

from ..models import PublicObject
from .kinds import VERSION, address
from .sync import ROWS, embedded, stored_rows

PAGE = 100
TIMES = {
    "created_since": "created__gte",
    "created_until": "created__lte",
    "modified_since": "modified__gte",
    "modified_until": "modified__lte",
}
#: Objects inside which are mandatory, and stay with `omit_internal`.
MANDATORY = {"legislativeTerm"}


class BadParameter(Exception):
    """A parameter that cannot be read; the first argument is its name."""


def moment(value):
    """A time as it is served, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def full(rows, *, omit_internal=False):
    """The rows as objects; what stands inside them is fetched at once for all of them, level by level."""
    inside = {}
    if not omit_internal:
        noted = {pk for row in rows for pk in row.data.get(ROWS, ())}
        inside = {(row.kind, str(row.key)): row for row in PublicObject.objects.filter(pk__in=noted)} if noted else {}
    level = rows if not omit_internal else [row for row in rows if row.kind == "Body"]
    while level:
        names = {tuple(name.split("/")) for row in level for name in embedded(row.data)} - set(inside)
        if not names:
            break
        found = stored_rows(names)
        fresh = {(kind, str(key)): row for (kind, key), row in found.items() if (kind, str(key)) in names}
        inside |= fresh
        level = list(fresh.values())
    return [_object(row, inside, omit_internal) for row in rows]


def _object(row, inside, omit_internal):
    data = {"id": absolute(address(row.kind, row.key)), "type": VERSION + row.kind}
    if not row.is_deleted:
        for name, value in row.data.items():
            if name == ROWS:
                continue
            if omit_internal and name not in MANDATORY and embedded(value):
                continue
            value = _value(value, inside, omit_internal)
            if value not in (None, []):
                data[name] = value
        if row.kind == "Body":
            data.setdefault("legislativeTerm", [])
    data["created"], data["modified"] = moment(row.created), moment(row.modified)
    if row.is_deleted:
        data["deleted"] = True
    return data


def _value(value, inside, omit_internal):
    if isinstance(value, dict):
        if len(value) == 1:
            if "ref" in value:
                return absolute(address(*value["ref"].split("/")))
            if "path" in value:
                return absolute(value["path"])
            if "embed" in value:
                row = inside.get(tuple(value["embed"].split("/")))
                return _object(row, inside, omit_internal) if row is not None and not row.is_deleted else None
        return {name: _value(part, inside, omit_internal) for name, part in value.items()}
    if isinstance(value, list):
        parts = (_value(part, inside, omit_internal) for part in value)
        return [part for part in parts if part is not None]
    return value


def _time(name, text):
    """A full date-time. A "+" that was not encoded has become a blank."""
    try:
        value = parse_datetime(text.strip().replace(" ", "+"))
    except (ValueError, OverflowError):
        value = None
    if value is None or value.tzinfo is None:
        raise BadParameter(name)
    try:
        return value.astimezone(datetime.UTC)
    except OverflowError:
        raise BadParameter(name) from None


def _number(name, text, top):
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadParameter(name)
    return min(int(text), top)


def read_parameters(query):
    """The parameters of a list. Raises BadParameter; unknown ones are ignored."""
    found = {name: query[name] for name in TIMES if query.get(name, "") != ""}
    times = {name: _time(name, text) for name, text in found.items()}
    size = _number("elementsPerPage", query.get("elementsPerPage") or str(PAGE), PAGE)
    if size < 1:
        raise BadParameter("elementsPerPage")
    omit = query.get("omit_internal", "").lower()
    if omit not in ("", "true", "false", "1", "0"):
        raise BadParameter("omit_internal")
    return {
        "times": times,
        "size": size,
        "omit_internal": omit in ("true", "1"),
        "after": _number("after", query.get("after") or "0", 2**62),
    }


def page(rows, path, parameters):
    """(the list page, when anything in the list last changed) of stored objects; deleted ones only with `modified_since`."""
    times, size = parameters["times"], parameters["size"]
    changed = rows.aggregate(at=Max("modified"))["at"]
    if "modified_since" not in times:
        rows = rows.filter(is_deleted=False)
    rows = rows.filter(**{TIMES[name]: value for name, value in times.items()})
    after = parameters["after"]
    mark = PublicObject.objects.filter(pk=after).values_list("created", "pk").first() if after else None
    if after and mark is None:
        raise BadParameter("after")
    found = list((_behind(rows, *mark) if mark else rows).order_by("created", "pk")[: size + 1])
    shown, more = found[:size], len(found) > size
    backwards = rows.order_by("-created", "-pk").values_list("pk", flat=True)
    fixed = {name: timezone.localtime(value).isoformat() for name, value in times.items()}
    if parameters["omit_internal"]:
        fixed["omit_internal"] = "true"
    if size != PAGE:
        fixed["elementsPerPage"] = size

    def link(start):
        pairs = sorted((fixed | ({"after": start} if start else {})).items())
        return absolute(path) + (f"?{urlencode(pairs)}" if pairs else "")

    links = {"first": link(0), "self": link(after), "last": link(after)}
    if mark:
        before = list(_up_to(backwards, *mark)[: size + 1])
        if before:
            links["prev"] = link(before[size] if len(before) > size else 0)
    if more:
        links["next"] = link(shown[-1].pk)
        # The last so many objects: counted from the end, so that nobody has to count all of them.
        links["last"] = link(backwards[size])
    return {
        "data": full(shown, omit_internal=parameters["omit_internal"]),
        "pagination": {"elementsPerPage": size},
        "links": links,
    }, changed


def _behind(rows, created, pk):
    return rows.filter(Q(created__gt=created) | Q(pk__gt=pk), created__gte=created)


def _up_to(rows, created, pk):
    return rows.filter(Q(created__lt=created) | Q(pk__lte=pk), created__lte=created)


def of_kind(kind):
    """All stored objects of a kind."""
    return PublicObject.objects.filter(kind=kind)
