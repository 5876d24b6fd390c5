"""The registry of menu entries. Apps add theirs when Django has loaded all models."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu `area`: "public", "office" or "footer". `visible` says for whom; `order` sorts within the group."""

    area: str
    label: Any
    url_name: str
    icon: str = ""
    order: int = 50
    group: Any = ""
    visible: Callable[[Any], bool] = field(default=lambda user: True)

    @property
    def url(self):
        return reverse(self.url_name)


_items: list[NavItem] = []


def register(item):
    """Add an entry; the same address in the same area replaces the earlier one."""
    _items[:] = [old for old in _items if (old.area, old.url_name) != (item.area, item.url_name)] + [item]


def items(area, user):
    """Entries of an area that the user may see, in order."""
    return sorted((item for item in _items if item.area == area and item.visible(user)), key=lambda item: item.order)
