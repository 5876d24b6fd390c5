"""Panels: how a page shows what a higher app knows about its object, without importing that app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A part of a page. `context(request, obj)` returns the template's context, or None to show nothing."""

    slot: str
    order: int
    template: str
    context: Callable[[Any, Any], dict | None]


@dataclass(frozen=True)
class FilledPanel:
    """A panel with its context, ready for `templates/ui/panels.html`."""

    template: str
    context: dict


_panels: list[Panel] = []


def register(panel):
    """Add a panel to its slot; the same template in the same slot replaces the earlier one."""
    _panels[:] = [old for old in _panels if (old.slot, old.template) != (panel.slot, panel.template)] + [panel]


def collect(request, slot, obj):
    """Return the filled panels of a slot for an object, in order. All queries happen here, not in the template."""
    filled = []
    for panel in sorted((panel for panel in _panels if panel.slot == slot), key=lambda panel: panel.order):
        context = panel.context(request, obj)
        if context is not None:
            filled.append(FilledPanel(panel.template, context))
    return filled
