"""Atom feeds (RFC 4287)."""

import datetime
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True)
class FeedEntry:
    """An entry: `guid` is a URI that never changes (such as "urn:uuid:…"); `url` is absolute."""

    guid: str
    title: str
    url: str
    text: str
    updated: datetime.datetime
    published: datetime.datetime | None = None
    categories: tuple[str, ...] = field(default_factory=tuple)


def atom_response(*, title, url, feed_url, language, entries, author):
    """An Atom feed of the entries, in their order."""
    feed = Atom1Feed(title=title, link=url, description="", language=language, feed_url=feed_url, author_name=author)
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.text,
            unique_id=entry.guid,
            pubdate=entry.published or entry.updated,
            updateddate=entry.updated,
            categories=entry.categories,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
