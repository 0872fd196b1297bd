"""A web page → article. The text is the headline and the paragraphs that trafilatura takes for the article, joined by
blank lines.

trafilatura deletes every ZWNJ, which is Persian spelling: once the metadata are read, it is handed the tree with a rare
letter instead, and what it gives back is restored.
"""

import logging
import re
from collections.abc import Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from msgspec import Struct

from khabar.ingest import chrome, metadata, page, phrases, plain
from khabar.ingest.article import Article
from khabar.ingest.decode import decode
from khabar.ingest.published import given
from khabar.record import Block, BlockKind
from khabar.text import languages

# trafilatura logs each page without an article, which the article's warning says already.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ZWNJ = "\u200c"
_RARE = ("\u16a0", "\u16a2", "\u16a6", "\u16a8", "\u16b1")  # runes: letters that no news page has
_DATES = {"extensive_search": False, "original_date": True}  # the default takes the footer's year for a day
_NO_ARTICLE = "no article found in the page"
_ENOUGH = 200  # code points; a shorter extract is looked for again with less precision


class Part(Struct, frozen=True, kw_only=True):
    """A block of the extract before its place in the text is known."""

    kind: BlockKind
    text: str


def looks_like_page(data: bytes) -> bool:
    """Whether the bytes begin like an HTML page, whatever the file is called."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")
    return _PAGE.match(head) is not None


def build(  # noqa: PLR0913  # one keyword a piece of metadata
    html: str | bytes,
    *,
    id: str,  # the record's name
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Article:
    """The article in a page. What is given is believed; the rest is what the page says. A page without an article gives
    its title and a warning.

    Raises ``InputError`` when bytes cannot be decoded, never for odd HTML.
    """
    source = decode(html, html=True) if isinstance(html, bytes) else html
    root = _parse(source)
    if root is None:
        return Article(id=id, text="", blocks=(), language=languages.UNKNOWN, url=url, warnings=(_NO_ARTICLE,))
    found = metadata.find(root, url=url)
    _open_layout_tables(root, found.title)
    headline = title or found.title
    parts = _parts(root, headline)
    code = language or _language(parts)
    text, blocks = _assemble(parts, code)
    value, evidence = (given(published) if published else None) or found.published or (None, None)
    return Article(
        id=id,
        text=text,
        blocks=blocks,
        language=code,
        url=url or found.url,
        outlet=outlet or found.outlet,
        title=headline,
        published=value,
        published_evidence=evidence,
        warnings=_warnings(parts, code),
    )


def _parse(source: str) -> HtmlElement | None:
    from trafilatura import load_html  # noqa: PLC0415  # slow: a plain text needs none of it

    return load_html(source) if source.strip() else None


def _open_layout_tables(root: HtmlElement, title: str | None) -> None:
    """Old pages lay everything out in tables: those around the headline are no tables of the report."""
    top = page.headline(root, title)
    tables = list(top.iterancestors("table")) if top is not None else []
    for element in tables[-1].iter("table", "tbody", "tr", "td", "th") if tables else ():
        element.tag = "div"


def _guard(root: HtmlElement) -> str:
    """Every ZWNJ of the tree made a letter that the page does not hold, and that letter."""
    text = "".join(root.itertext())
    rare = next((x for x in _RARE if x not in text), _RARE[0])
    for element in root.iter():
        if element.text and _ZWNJ in element.text:
            element.text = element.text.replace(_ZWNJ, rare)
        if element.tail and _ZWNJ in element.tail:
            element.tail = element.tail.replace(_ZWNJ, rare)
    return rare


def _parts(root: HtmlElement, title: str | None) -> tuple[Part, ...]:
    """Headline and paragraphs, the headline not said twice."""
    rare = _guard(root)
    body = _extract(root)
    parts = [Part(kind="title", text=title)] if title else []
    seen = phrases.key(title) if title else None
    for kind, text in _walk(body) if body is not None else ():
        restored = page.squeeze(text).replace(rare, _ZWNJ)
        if restored and phrases.key(restored) == seen:
            parts = parts[:1]  # what stands above the headline is frame
        elif restored:
            parts.append(Part(kind=_kind(kind, restored), text=restored))
    return tuple(parts)


def _extract(root: HtmlElement) -> HtmlElement | None:
    """The article's tree: the precise one, or a more generous one where that is hardly anything."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # slow: a plain text needs none of it

    best = None
    for precise in (True, False):
        document = bare_extraction(
            root,
            favor_precision=precise,
            include_comments=False,
            with_metadata=False,
            date_extraction_params=_DATES,
        )
        body = None if document is None or isinstance(document, dict) else document.body
        size = len(page.content(body)) if body is not None else 0
        if size >= _ENOUGH:
            return body
        best = body if size else best
    return best


def _walk(body: HtmlElement) -> Iterator[tuple[str, str]]:
    """Kind and text of the innermost blocks of trafilatura's tree, in order."""
    for element in body:
        tag = element.tag
        if tag in ("list", "div", "table"):
            yield from _walk(element)
        elif tag == "row":
            yield "row", " | ".join(page.content(x) for x in element)
        elif tag == "quote" and len(element):
            yield from (("quote", text) for _, text in _walk(element))
        elif isinstance(tag, str):
            yield from ((tag, text) for text in _broken(element))
        if element.tail and element.tail.strip():
            yield "p", element.tail


def _broken(element: HtmlElement) -> Iterator[str]:
    """The text of an element, parted at its line breaks."""
    text = [element.text or ""]
    for inner in element.iterdescendants():
        if inner.tag == "lb":
            text.append("\n")
        elif isinstance(inner.tag, str):
            text.append(inner.text or "")
        text.append(inner.tail or "")
    yield from "".join(text).split("\n")


def _kind(tag: str, text: str) -> BlockKind:
    if found := chrome.kind(text):
        return "caption" if found == "caption" else "boilerplate"
    if chrome.is_byline(text):
        return "byline"
    if chrome.is_dateline(text):
        return "dateline"
    kinds: dict[str, BlockKind] = {"head": "heading", "item": "list", "quote": "quote", "row": "table"}
    return kinds.get(tag, "paragraph")


def _language(parts: tuple[Part, ...]) -> str:
    prose = " ".join(x.text for x in parts if x.kind not in ("boilerplate", "title"))
    return languages.detect(prose or " ".join(x.text for x in parts))


def _assemble(parts: tuple[Part, ...], code: str) -> tuple[str, tuple[Block, ...]]:
    blocks, at = [], 0
    for part in parts:
        end = at + len(part.text)
        own = languages.detect(part.text, page=code) if languages.is_read(code) else code
        blocks.append(Block(start=at, end=end, kind=part.kind, language=own))
        at = end + 2
    return "\n\n".join(x.text for x in parts), tuple(blocks)


def _warnings(parts: tuple[Part, ...], code: str) -> tuple[str, ...]:
    if not any(x.kind in ("paragraph", "list", "quote", "table") for x in parts):
        return (_NO_ARTICLE,)
    return plain.no_language_warning(code)
