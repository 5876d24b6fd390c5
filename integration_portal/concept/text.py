"""The Markdown of sections: paragraphs with addresses, tables, footnotes, figures, and live references to goals and measures.

Raw HTML shows as text. `[[Ziel 2.1]]` and `[[Maßnahme 2.3]]` are live references: they show the title of today and lead
there; at the adoption they are turned into text. `![what it shows](bild:plan.png)` shows a picture among the files of the
section; pictures of other addresses are not fetched and show as text.
"""

import re
from dataclasses import dataclass, field

import nh3
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

REFERENCE = re.compile(r"\[\[(Ziel|Maßnahme)\s+([0-9]+(?:\.[0-9a-z]+)*)\]\]")
PICTURE = "bild:"

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "s", "code", "pre", "a",
    "table", "thead", "tbody", "tr", "th", "td", "sup", "section", "img",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id", "class", "aria-label"},
    "ol": {"start", "class"},
    "li": {"id", "class"},
    "sup": {"class"},
    "section": {"class"},
    "img": {"src", "alt"},
}


@dataclass(frozen=True)
class Reference:
    """What a live reference shows and where it leads; `text` is what stands there after the adoption."""

    text: str
    url: str = ""


@dataclass
class Surroundings:
    """What the text of a section leans on: references by (word, number), addresses of pictures by file name, and the
    `key` that makes the addresses of its paragraphs and footnotes its own."""

    references: dict[tuple[str, str], Reference] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A block of a text (paragraph, list, table …): its number from 1, its place in the source (lines, end exclusive), its
    source and its safe HTML."""

    number: int
    kind: str
    start: int
    end: int
    source: str
    html: str
    anchor: str

    @property
    def excerpt(self):
        """Its beginning in plain words, by which it is found again; "" for footnotes."""
        return excerpt_of(self.source) if self.source and self.kind != "footnotes" else ""


def _make_parser():
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False)
    parser.add_render_rule("footnote_anchor", _back_to_text)
    return parser


def _back_to_text(self, tokens, place, options, env):
    target = self.rules["footnote_anchor_name"](tokens, place, options, env)
    again = tokens[place].meta.get("subId", 0)
    suffix = f":{again}" if again > 0 else ""
    return (
        f' <a href="#fnref{target}{suffix}" class="footnote-backref" aria-label="{escape(_("back to the text"))}">↩︎</a>'
    )


_parser = _make_parser()


def parse(text):
    """The tokens of a text, for those who need more than its HTML."""
    return _parser.parse(text or "", {})


def top_blocks(tokens):
    """Runs of tokens, one for each block on the highest level; the footnotes stand last, as one."""
    run, depth = [], 0
    for token in tokens:
        run.append(token)
        depth += token.nesting
        if depth == 0:
            yield run
            run = []


def source_lines(text):
    """The lines of a text as its blocks count them."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def paragraphs(text, around=None, *, top_level=3):
    """The blocks of a text as `Paragraph`s; the highest heading becomes `h<top_level>`. The footnotes are one block without a place."""
    around = around or Surroundings()
    env = {"docId": around.key} if around.key else {}
    text = "\n".join(source_lines(text))
    tokens = _parser.parse(text, env)
    _shift_headings(tokens, top_level)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _resolved(token.children, around)
    lines = source_lines(text)
    found = []
    for number, run in enumerate(top_blocks(tokens), start=1):
        start, end = run[0].map or (len(lines), len(lines))
        html = _parser.renderer.render(run, _parser.options, env)
        found.append(
            Paragraph(
                number=number,
                kind=kind_of(run[0]),
                start=start,
                end=end,
                source="\n".join(lines[start:end]).rstrip(),
                html=_clean(html),
                anchor=f"{around.key or 'a'}-{number}",
            )
        )
    return found


def render(text, around=None, *, top_level=3):
    """The safe HTML of a text as a whole."""
    return mark_safe("".join(part.html for part in paragraphs(text, around, top_level=top_level)))  # noqa: S308 - each part is cleaned


def kind_of(token):
    """What sort of block starts with a token."""
    return {
        "paragraph_open": "paragraph", "heading_open": "heading", "bullet_list_open": "list", "ordered_list_open": "list",
        "table_open": "table", "blockquote_open": "quote", "fence": "code", "code_block": "code", "hr": "rule",
        "footnote_block_open": "footnotes",
    }.get(token.type, "paragraph")  # fmt: skip


def plain(text):
    """A text in plain words, without its marks; for excerpts and previews."""
    words = []
    for token in parse(text):
        if token.type == "inline":
            words.append(inline_text(token.children or []))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    return re.sub(r"\s+", " ", " ".join(words)).strip()


def inline_text(children):
    """The words of the tokens inside a paragraph."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)


def numbers_named(text, word):
    """The numbers that live references with this word ("Ziel", "Maßnahme") name."""
    return {number for found, number in REFERENCE.findall(text or "") if found == word}


def as_final(text, references):
    """The text with its live references turned into words, as they read today; unknown ones keep their number."""

    def words(match):
        known = references.get((match[1], match[2]))
        return known.text if known else f"{match[1]} {match[2]}"

    return REFERENCE.sub(words, text or "")


def _shift_headings(tokens, top_level):
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top_level - min(levels, default=top_level)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + shift))}"


def _resolved(children, around):
    """The tokens of a paragraph with references and pictures put in."""
    found = []
    for child in children:
        if child.type == "text" and "[[" in child.content:
            found += _with_references(child.content, around)
        elif child.type == "image":
            found.append(_picture(child, around))
        else:
            found.append(child)
    return found


def _text(content):
    return Token("text", "", 0, content=content)


def _with_references(content, around):
    place, found = 0, []
    for match in REFERENCE.finditer(content):
        found.append(_text(content[place : match.start()]))
        place = match.end()
        known = around.references.get((match[1], match[2]))
        if known is None or not known.url:
            found.append(_text(known.text if known else f"{match[1]} {match[2]}"))
            continue
        found += [
            Token("link_open", "a", 1, attrs={"href": known.url}),
            _text(known.text),
            Token("link_close", "a", -1),
        ]
    return [*found, _text(content[place:])]


def _picture(token, around):
    source = str(token.attrGet("src") or "")
    url = around.pictures.get(source.removeprefix(PICTURE)) if source.startswith(PICTURE) else None
    if url is None:
        return _text(_("[Picture: %(text)s]") % {"text": token.content or source})
    token.attrSet("src", url)
    return token


def _clean(html):
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener"
    )


def find_passage(parts, excerpt):
    """The paragraph that an excerpt (its beginning in plain words) stands in, or None when it is gone.

    Exact beginnings win; else the paragraph that shares the most words with the excerpt, at least six in ten.
    """
    if not excerpt:
        return None
    plains = [(part, plain(part.source)) for part in parts if part.source]
    for part, words in plains:
        if words.startswith(excerpt):
            return part
    wanted = set(excerpt.casefold().split())
    best = max(
        ((len(wanted & set(words.casefold().split())) / len(wanted), -part.number, part) for part, words in plains),
        default=None,
        key=lambda row: row[:2],
    )
    return best[2] if best and best[0] >= 0.6 else None


def excerpt_of(source):
    """The beginning of a paragraph in plain words, by which it is found again."""
    return plain(source)[:200].rstrip()
