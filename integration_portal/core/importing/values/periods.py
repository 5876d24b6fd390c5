"""German periods: days, months, quarters, half-years, school years, "laufend", "seit 2022", "bis 31.12.2026" …"""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from ...text import fold
from ..problems import Parsed, Problem
from ..reader import as_text

DAY, MONTH, YEAR = "day", "month", "year"
FIRST_YEAR, LAST_YEAR = 1990, 2100
UNKNOWN = {
    "?",
    "??",
    "???",
    "-",
    "–",
    "—",
    "offen",
    "noch offen",
    "unklar",
    "k.a.",
    "k. a.",
    "n.n.",
    "tbd",
    "tba",
    "n/a",
    "unbekannt",
}

_MONTHS = {
    "januar": 1,
    "jan": 1,
    "janner": 1,
    "februar": 2,
    "feb": 2,
    "feber": 2,
    "marz": 3,
    "mrz": 3,
    "april": 4,
    "apr": 4,
    "mai": 5,
    "juni": 6,
    "jun": 6,
    "juli": 7,
    "jul": 7,
    "august": 8,
    "aug": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "okt": 10,
    "november": 11,
    "nov": 11,
    "dezember": 12,
    "dez": 12,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_Y = r"(?:19|20|21)\d\d"
_MONTH_NAME = (
    r"(?:janner|januar|jan|februar|feber|feb|marz|maerz|mrz|april|apr|mai|juni|jun|juli|jul|august|aug"
    r"|september|sept|sep|oktober|okt|november|nov|dezember|dez)(?!\w)\.?"
)
_POINT = re.compile(
    rf"""(?P<iso>\b(?P<iy>{_Y})-(?P<im>\d\d)-(?P<id>\d\d)\b)
    |(?P<full>(?<![\d.])(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>{_Y}|\d\d)(?!\d))
    |(?P<named>(?<![\d.])(?P<nd>\d{{1,2}})\.\s?(?P<nm>{_MONTH_NAME})(?:\s+(?P<ny>{_Y}))?)
    |(?P<daymonth>(?<![\d.])(?P<dd>\d{{1,2}})\.\s?(?P<dm>\d{{1,2}})\.?(?=\s*(?:-|bis\b)))
    |(?P<school>\b(?:schul|kita|ausbildungs|studien)jahr(?:es?|e[ns])?\s*(?P<sy>{_Y})(?:\s?[/-]\s?(?P<sz>{_Y}|\d\d))?)
    |(?P<quarter>\b(?:(?P<q1>[1-4]|iv|i{{1,3}})\s*\.?\s*(?:quartal|quart|qu|q)\b\.?\s*/?\s*(?P<qy1>{_Y})?|(?:quartal|quart|q)\.?\s*(?P<q2>[1-4]|iv|i{{1,3}})\b(?:\s*/?\s*(?P<qy2>{_Y}))?|\b(?P<q3>iv|i{{1,3}})\s*/\s*(?P<qy3>{_Y})))
    |(?P<half>\b(?:(?P<h1>[12]|i{{1,2}})\s*\.?\s*(?:halbjahr|hj|hbj)\b\.?\s*/?\s*(?P<hy1>{_Y})?|(?:halbjahr|hj|h)\.?\s*(?P<h2>[12])\s*/?\s*(?P<hy2>{_Y})))
    |(?P<month>(?<![\d./])(?P<mm>0?[1-9]|1[0-2])\s?[/.]\s?(?P<my>{_Y})(?!\d))
    |(?P<monthname>\b(?P<mn>{_MONTH_NAME})(?:\s*/?\s*(?P<mny>{_Y}|'\d\d))?)
    |(?P<years>(?<![\d.,/])(?P<ya>{_Y})\s?/\s?(?P<yb>{_Y}|\d\d)(?!\d))
    |(?P<year>(?<![\d.,/])(?P<yy>{_Y})(?!\d|[.,]\d))
    """,
    re.VERBOSE,
)
_PERMANENT = re.compile(
    r"\b(?:fort|weiter)?laufend\b|\bfortl\b\.?|\blfd\b\.?|\bdauerhaft\b"
    r"|\bunbefristet\b|\bdaueraufgabe\b|\bstandig\b|\bpermanent\b|\bohne (?:ende|befristung)\b|\bauf dauer\b"
)
_SINCE = re.compile(
    r"(?:\bseit|\bab|\bvon|\bbeginn(?:t|end)?|\bstart(?:et)?|\bbegonnen|\bvoraussichtlich ab|\bvorauss\.? ab)"
    r"(?:\s+(?:dem|der|zum|am|im|in|ca\.?|mitte|anfang|ende|etwa|fruhjahr|sommer|herbst|winter))*\s*:?\s*$"
)
_UNTIL = re.compile(
    r"(?:\bbis|\bendet|\blangstens|\bspatestens)(?:\s+(?:zum|zur|einschliesslich|einschl\.?|inkl\.?|spatestens|ende|voraussichtlich|vorauss\.?|mitte|anfang|am|ca\.?))*\s*:?\s*$"
)
_LINK = re.compile(
    r"^\s*(?:uhr\s*)?,?\s*(?:-|bis(?:\s+(?:zum|ende|einschliesslich|einschl\.?|mitte|anfang|voraussichtlich|vorauss\.?))*|->|→)\s*$"
)
_CONNECTING = re.compile(r"^(?:[\s,;:.()\-–]|\b(?:von|vom|ab|seit|bis|zum|am|im|in|der|dem|und|ff)\b)*$")


@dataclass(frozen=True)
class Period:
    """A period; days are inclusive, an end not known is None, a precision says how exactly each side is known."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    start_precision: str = DAY
    end_precision: str = DAY
    permanent: bool = False


@dataclass
class _Point:
    first: datetime.date | None
    last: datetime.date | None
    precision: str
    at: int
    to: int
    lacks_year: bool = False
    impossible: str = ""
    day: int = 0
    month: int = 0
    span: int = 1  # months


def parse_period(value, *, school_year_start=(8, 1)):
    """Return the period a cell tells. The school year runs from the given (month, day) to the day before (Thuringia: 1 August)."""
    if value is None or as_text(value) == "":
        return Parsed()
    if isinstance(value, bool):
        return Parsed(None, (Problem("period_not_understood", as_text(value)),), as_text(value))
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return _implausible(value.year, as_text(value)) or Parsed(Period(value, value))
    if isinstance(value, (int, float)):
        return _from_number(value)
    original = as_text(value)
    if fold(original).strip(" .") in {word.strip(" .") for word in UNKNOWN} or not fold(original).strip(" ?-–—."):
        return Parsed(None, (Problem("period_unknown", original),), original)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", original):
        return _from_number(float(original))
    return _from_text(original, school_year_start)


def looks_like_period(value):
    """Whether a cell is probably a period: a date, or text made mostly of dates."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return True
    if not isinstance(value, str):
        return False
    parsed = parse_period(value)
    return parsed.value is not None and len(parsed.rest) <= len(value) / 2


def _implausible(year, original):
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Parsed(None, (Problem("year_implausible", original, {"year": year}),), original)


def _from_number(number):
    text = as_text(number)
    if FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        year = int(number)
        return Parsed(Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), YEAR, YEAR))
    if 32874 <= number <= 73415:  # days since 30.12.1899, the spreadsheets' calendar, from 1990 to 2100
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number))
        return Parsed(Period(day, day), (Problem("serial_number", text, {"date": day.strftime("%d.%m.%Y")}),))
    return Parsed(None, (Problem("period_not_understood", text),), text)


def _fold_same_length(text):
    """Lower case without accents, letter for letter, so that places in it are places in the original."""
    folded = []
    for char in text:
        plain = fold(char) if not char.isspace() else " "
        folded.append(plain[0] if len(plain) else "-" if char in "–—−‐‑" else char)
    return "".join("-" if char in "–—−‐‑" else char for char in folded)


def _last_of_month(year, month, months=1):
    index = year * 12 + month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1) - datetime.timedelta(days=1)


def _year(text):
    text = text.strip("'")
    return int(text) + 2000 if len(text) == 2 else int(text)


def _second_year(first, text):
    year = int(text)
    return year if len(text) == 4 else first // 100 * 100 + year + (100 if year < first % 100 else 0)


def _months(year, month, at, to, span=1):
    return _Point(
        datetime.date(year, month, 1), _last_of_month(year, month, span), MONTH, at, to, month=month, span=span
    )


def _day(year, month, day, text, at, to):
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return _Point(None, None, DAY, at, to, impossible=text)
    return _Point(date, date, DAY, at, to, day=day, month=month)


def _points(text, original, school):
    found = []
    for match in _POINT.finditer(text):
        g, at, to = match.groupdict(), match.start(), match.end()
        words = original[at:to].strip()
        if g["iso"]:
            found.append(_day(int(g["iy"]), int(g["im"]), int(g["id"]), words, at, to))
        elif g["full"]:
            found.append(_day(_year(g["y"]), int(g["m"]), int(g["d"]), words, at, to))
        elif g["named"]:
            month = _MONTHS[g["nm"].rstrip(".").replace("maerz", "marz")]
            if g["ny"]:
                found.append(_day(int(g["ny"]), month, int(g["nd"]), words, at, to))
            else:
                found.append(_Point(None, None, DAY, at, to, True, day=int(g["nd"]), month=month))
        elif g["daymonth"]:
            found.append(_Point(None, None, DAY, at, to, True, day=int(g["dd"]), month=int(g["dm"])))
        elif g["school"]:
            year = int(g["sy"])
            end = _second_year(year, g["sz"]) if g["sz"] else year + 1
            month, day = school
            last = datetime.date(end, month, day) - datetime.timedelta(days=1)
            found.append(_Point(datetime.date(year, month, day), last, MONTH, at, to))
        elif g["quarter"]:
            number, year = g["q1"] or g["q2"] or g["q3"], g["qy1"] or g["qy2"] or g["qy3"]
            month = (_ROMAN.get(number) or int(number)) * 3 - 2
            found.append(
                _months(int(year), month, at, to, 3)
                if year
                else _Point(None, None, MONTH, at, to, True, month=month, span=3)
            )
        elif g["half"]:
            number, year = g["h1"] or g["h2"], g["hy1"] or g["hy2"]
            month = (_ROMAN.get(number) or int(number)) * 6 - 5
            found.append(
                _months(int(year), month, at, to, 6)
                if year
                else _Point(None, None, MONTH, at, to, True, month=month, span=6)
            )
        elif g["month"]:
            found.append(_months(int(g["my"]), int(g["mm"]), at, to))
        elif g["monthname"]:
            month = _MONTHS[g["mn"].rstrip(".").replace("maerz", "marz")]
            found.append(
                _months(_year(g["mny"]), month, at, to)
                if g["mny"]
                else _Point(None, None, MONTH, at, to, True, month=month)
            )
        elif g["years"]:
            year = int(g["ya"])
            end = _second_year(year, g["yb"])
            found.append(_Point(datetime.date(year, 1, 1), datetime.date(end, 12, 31), YEAR, at, to))
        elif g["year"]:
            year = int(g["yy"])
            found.append(_Point(datetime.date(year, 1, 1), datetime.date(year, 12, 31), YEAR, at, to))
    return _with_years(found, text, original)


def _with_years(points, text, original):
    """Give points without a year the year of the next complete one; those that get none are no dates at all."""
    complete, following = [], None
    for point in reversed(points):
        if not point.lacks_year:
            following = point
            complete.append(point)
        elif following is not None and following.first is not None:
            year, words = following.first.year, original[point.at : point.to].strip()
            if point.precision == DAY:
                dated = _day(year, point.month, point.day, f"{words} {year}", point.at, point.to)
            else:
                dated = _months(year, point.month, point.at, point.to, point.span)
            complete.append(dated)
            following = dated if dated.first else following
    complete.reverse()
    if complete and complete[0].precision == DAY and complete[0].first:  # "5.-7.10.2026", "5. bis 7. Oktober 2026"
        point = complete[0]
        match = re.search(r"(?<![\d.])(\d{1,2})\.\s*(?:-|bis)\s*$", text[: point.at])
        if match:
            words = original[match.start(1) : match.end(1)]
            first = _day(
                point.first.year,
                point.first.month,
                int(match.group(1)),
                f"{words}.{point.first:%m.%Y}",
                match.start(),
                point.at,
            )
            complete.insert(0, first)
    if (
        complete and complete[0].first and complete[0].span in (3, 6)
    ):  # "I. - III. Quartal 2026", "1. und 2. Halbjahr 2026"
        point = complete[0]
        match = re.search(r"\b(iv|i{1,3}|[1-4])\s*\.?\s*(?:-|bis|und|u\.|/)\s*$", text[: point.at])
        if match:
            number = _ROMAN.get(match.group(1)) or int(match.group(1))
            if number * point.span <= 12:
                first = _months(
                    point.first.year, number * point.span - point.span + 1, match.start(), point.at, point.span
                )
                complete.insert(0, first)
    return complete


@lru_cache(maxsize=5000)
def _from_text(original, school):
    text = _fold_same_length(original)
    points = _points(text, original, school)
    permanent = bool(_PERMANENT.search(text))
    problems = [
        Problem("impossible_date", original, {"date": point.impossible}) for point in points if point.impossible
    ]
    for point in points:
        for date in (point.first, point.last):
            if date and not FIRST_YEAR <= date.year <= LAST_YEAR:
                return _implausible(date.year, original)
    start = end = None
    if len(points) == 1:
        before = text[: points[0].at]
        if _SINCE.search(before) or permanent or re.match(r"\s*(?:-\s*$|ff\b)", text[points[0].to :]):
            start = points[0]
        elif _UNTIL.search(before) or re.match(r"\s*-\s*$", before):
            end = points[0]
        else:
            start = end = points[0]
    elif len(points) >= 2:
        start, end = points[0], points[-1]
        linked = len(points) == 2 and (start.to >= end.at or _LINK.match(text[start.to : end.at]))
        if not linked and not problems and not _SINCE.search(text[: start.at]):
            problems.append(Problem("several_dates", original))
        if permanent:
            end = None
    period = Period(
        start.first if start else None,
        end.last if end and not permanent else None,
        start.precision if start else DAY,
        end.precision if end else DAY,
        permanent,
    )
    if period.start and period.end and period.end < period.start:
        return Parsed(None, (Problem("end_before_start", original),), original)
    rest = _rest(text, original, points)
    if not points and not permanent:
        return Parsed(None, (Problem("period_not_understood", original),), original)
    if period.start is None and period.end is None and not permanent:
        return Parsed(None, tuple(problems), original)
    return Parsed(period, tuple(problems), rest)


def _rest(text, original, points):
    """The words that neither a date nor a connecting word took; the whole text where there are any."""
    taken = list(text)
    for point in points:
        taken[point.at : point.to] = " " * (point.to - point.at)
    left = _PERMANENT.sub(lambda match: " " * len(match.group()), "".join(taken))
    return "" if _CONNECTING.match(left.strip()) else original
