"""The picture of where an update stands: its phases along the time, and today."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day

LEFT, WIDTH, TOP, ROW, BAR = 22, 420, 26, 26, 14


def picture(process, phases, today):
    """The picture as SVG: a bar for each phase with its number, filled as far as it is done, and a line for today.

    "" without phases. The list beside it has the same numbers, with titles, days and states.
    """
    if not phases:
        return ""
    start = min([process.starts_on, *(phase.starts_on for phase in phases)])
    end = max([process.ends_on, *(phase.ends_on for phase in phases)])
    span = max((end - start).days + 1, 1)

    def x(day, after=0):
        return round(LEFT + (WIDTH - LEFT) * ((day - start).days + after) / span, 1)

    bars = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text><rect class="p-phasebar__{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        (
            (
                LEFT - 6, _y(place) + BAR - 2, place + 1, phase.state_on(today).value, x(phase.starts_on), _y(place),
                round(max(x(phase.ends_on, 1) - x(phase.starts_on), 3), 1), BAR,
            )
            for place, phase in enumerate(phases)
        ),
    )  # fmt: skip
    height = TOP + ROW * len(phases) + 4
    now = ""
    if start <= today <= end:
        now = format_html(
            '<path class="p-phasebar__today" d="M{} {}V{}"/><text class="p-phasebar__word" x="{}" y="14" text-anchor="{}">{}</text>',
            x(today, 0.5), TOP - 6, height, x(today, 0.5), _anchor(x(today, 0.5)), _("today"),
        )  # fmt: skip
    done = sum(phase.done_on is not None for phase in phases)
    words = _("%(done)s of %(all)s phases are done. From %(start)s to %(end)s.") % {
        "done": done,
        "all": len(phases),
        "start": format_day(start),
        "end": format_day(end),
    }
    return format_html(
        '<svg class="p-phasebar" viewBox="0 0 {} {}" role="img" aria-labelledby="verlauf-titel verlauf-text" xmlns="http://www.w3.org/2000/svg">'
        '<title id="verlauf-titel">{}</title><desc id="verlauf-text">{}</desc>{}{}</svg>',
        WIDTH, height, _("Phases of the update"), words, bars, now,
    )  # fmt: skip


def _y(place):
    return TOP + ROW * place


def _anchor(x):
    if x < WIDTH * 0.2:
        return "start"
    return "end" if x > WIDTH * 0.8 else "middle"
