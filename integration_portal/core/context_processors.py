"""What every page's frame needs: the office's settings, the menus, the same page in other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, override

from . import navigation
from .site import absolute, settings_of


@dataclass(frozen=True)
class NavLink:
    """A menu entry on this page; `current` is "page" on its own page, "true" below it, else ""."""

    label: Any
    url: str
    icon: str
    current: str


@dataclass(frozen=True)
class NavGroup:
    """Entries of the office menu under one heading ("" for the entries above all headings)."""

    label: Any
    links: list[NavLink]


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language; `name` is the language's own name."""

    code: str
    name: str
    url: str
    absolute_url: str
    is_current: bool


def _links(area, user, path):
    return [
        (item.group, NavLink(item.label, item.url, item.icon, _current(item.url, path)))
        for item in navigation.items(area, user)
    ]


def _current(url, path):
    if path == url:
        return "page"
    is_root = url.count("/") <= 2 and url.strip("/") in ("", "intern", *dict(settings.LANGUAGES))
    return "true" if path.startswith(url) and not is_root else ""


def _groups(area, user, path):
    groups = {}
    for group, link in _links(area, user, path):
        groups.setdefault(str(group), NavGroup(group, [])).links.append(link)
    return list(groups.values())


def _absolute(request, path):
    """The full address of a path; on the page that refuses a host name nobody serves, the portal's own."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return absolute(path)


def _language_links(request):
    links = []
    for code, _name in settings.LANGUAGES:
        here = getattr(request, "shared_path", "") or request.get_full_path()
        url = here if code == get_language() else translate_url(here, code)
        if url == here and code != get_language():
            with override(code):
                url = reverse("portal:home")
        info = get_language_info(code)
        links.append(
            LanguageLink(
                code,
                info["name_local"].capitalize(),
                url,
                _absolute(request, url.partition("?")[0]),
                code == get_language(),
            )
        )
    return links


def shell(request):
    """Context of base.html; everything is read only when a template asks for it, and once."""
    user = getattr(request, "user", None) or AnonymousUser()
    site = SimpleLazyObject(lambda: settings_of(request))
    return {
        "site": site,
        "portal_site": site,  # the same under a name that no view takes, for base.html
        "nav_public": SimpleLazyObject(lambda: [link for _group, link in _links("public", user, request.path)]),
        "nav_office": SimpleLazyObject(lambda: _groups("office", user, request.path)),
        "nav_new": SimpleLazyObject(lambda: [link for _group, link in _links("new", user, request.path)]),
        "nav_footer": SimpleLazyObject(lambda: [link for _group, link in _links("footer", user, request.path)]),
        "lang_links": SimpleLazyObject(lambda: _language_links(request)),
    }
