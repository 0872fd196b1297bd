"""A parsed page as people see it: its headline and the lines about it, without menus, sidebars and comments."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from msgspec import Struct

from khabar.ingest import phrases

_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "button", "object", "head"})
_FRAME = frozenset({"nav", "aside", "footer", "form"})
_FRAME_WORDS = re.compile(
    r"comment|disqus|related|sidebar|side-bar|latest|most-?_?(?:read|view|popular)|popular|trending|menu|navbar|footer"
    r"|widget|ticker|breaking-news|recommend|newsletter|read-?_?(?:also|more|next)|you-may|teaser|carousel|promo|archive"
    r"|(?:^|[-_ ])(?:ads?|nav|more|share|sharing)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SPACES = re.compile(r"\s+")
_INVISIBLE = " \u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


class Line(Struct, frozen=True, kw_only=True):
    """A line of the page: what stands between two block boundaries, and the ``datetime`` values of its ``time``s."""

    text: str
    stamps: tuple[str, ...] = ()
    headline: bool = False


def squeeze(text: str) -> str:
    """The text with each run of blanks as one space, as a browser shows it."""
    return _SPACES.sub(" ", text).strip(_INVISIBLE)


def content(element: HtmlElement) -> str:
    """All text inside the element."""
    return squeeze(" ".join(str(x) for x in element.itertext()))


def headline(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element that holds the headline: the one that says the title, else the first ``h1``."""
    tops = [x for x in root.iter("h1") if content(x)]
    if title is not None:
        wanted = phrases.key(title)
        named = (x for x in (*tops, *root.iter("h2", "h3", "b", "strong", "font", "div", "span", "td", "p")))
        for element in named:
            if len(element) <= 3 and phrases.key(content(element)) == wanted:
                return element
    return tops[0] if tops else None


def lines(root: HtmlElement, top: HtmlElement | None) -> tuple[Line, ...]:
    """The lines of the page outside its frame, in order. What holds the headline is never frame."""
    above = set(top.iterancestors()) | {top} if top is not None else set()
    found: list[Line] = []
    text: list[str] = []
    stamps: list[str] = []
    inside = 0

    def flush() -> None:
        joined = squeeze("".join(text))
        if joined or stamps:
            found.append(Line(text=joined, stamps=tuple(stamps), headline=bool(inside)))
        text.clear()
        stamps.clear()

    for event, element in _walk(root, above):
        if element.tag in _BLOCKS or element is top:
            flush()
        if event == "start":
            inside += element is top
            if element.tag == "time" and element.get("datetime"):
                stamps.append(element.get("datetime", ""))
            text.append((" " if element.tag in ("span", "time", "a") else "") + (element.text or ""))
        else:
            inside -= element is top
            text.append(element.tail or "")
    flush()
    return tuple(found)


def _walk(root: HtmlElement, above: set[HtmlElement]) -> Iterator[tuple[str, HtmlElement]]:
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        if event == "start" and element not in above and is_frame(element):
            walker.skip_subtree()
            yield "start", _EMPTY
            continue
        yield event, element


_EMPTY = etree.Element("div")


def is_frame(element: HtmlElement) -> bool:
    """Whether the element is hidden or belongs to the page's frame by its tag, class or id."""
    if element.tag in _HIDDEN or element.tag in _FRAME:
        return True
    if element.tag in ("html", "body", "main", "article"):
        return False
    return _FRAME_WORDS.search(f"{element.get('class', '')} {element.get('id', '')}") is not None
