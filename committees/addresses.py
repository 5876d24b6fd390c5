"""Addresses of pages of other parts, which this part links to."""

from django.urls import NoReverseMatch


def public_address(row):
    """The public page of a paper or a resolution, "" where the portal shows none."""
    return _of(row.get_public_url)


def meeting_address(item):
    """The place of an agenda item on the page of its meeting, "" where the portal shows none."""
    return _of(item.get_absolute_url)


def _of(address):
    try:
        return address()
    except NoReverseMatch:  # the portal runs without these pages
        return ""
