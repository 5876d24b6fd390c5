"""Markdown of the office's texts as safe HTML: headings fit into the page, raw HTML shows as text, links stay harmless."""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "s", "code", "pre", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def render(text, top_level=2):
    """Return safe HTML; the highest heading of the text becomes `h<top_level>` (2 to 6)."""
    tokens = _parser.parse(text or "")
    headings = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top_level - min(headings, default=top_level)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + shift))}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener"
    )
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 just above
