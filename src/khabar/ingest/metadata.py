"""What a page says about its report: title, outlet, address, language and the day of publication, with evidence."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from msgspec import Struct

from khabar.ingest import page, phrases
from khabar.ingest.page import Line
from khabar.ingest.published import Dated, given, in_address, in_date_line, in_dateline, in_label, is_label
from khabar.record import Evidence

# Keys of meta elements (name, property or itemprop) that hold the day of publication, surest first.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "publishdate", "publish-date", "publish_date", "pubdate",
    "pub_date", "publication_date", "publication-date", "published_date", "published-date", "citation_publication_date",
    "article_date_original", "originalpublicationdate", "ptime", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified")
_SUFFIX = re.compile(r"\s*(?:\s[-\u2013\u2014]\s|\||::|\u00bb|\u2022|\s/\s|\s:\s)\s*")
_BEFORE, _AFTER = 8, 25  # lines around the headline in which its date may stand
_ARTICLE_TYPES = re.compile(r"article|posting|report", re.IGNORECASE)


class Metadata(Struct, frozen=True, kw_only=True):
    """A page's word about its report; ``None`` where it says nothing."""

    title: str | None
    outlet: str | None
    url: str | None
    published: Dated | None


def find(root: HtmlElement, *, url: str | None = None) -> Metadata:
    """The metadata of a parsed page. ``url`` is the address it came from, if known. Never raises."""
    meta = _meta(root)
    linked = tuple(_linked(root))
    address = _address(root, meta, url)
    title = _title(root, meta, linked)
    return Metadata(
        title=title,
        outlet=_outlet(meta, linked, address),
        url=address,
        published=_published(root, meta, linked, address, title),
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    """The first content of each meta key, keys in small letters."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        value = element.get("content")
        for key in (element.get("property"), element.get("name"), element.get("itemprop")):
            if key and value and value.strip():
                found.setdefault(key.strip().lower(), page.squeeze(value))
    return found


def _linked(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, those inside ``@graph`` and other values too."""
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            try:
                yield from _objects(json.loads(element.text.strip().rstrip(";"), strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(_ARTICLE_TYPES.search(str(x)) for x in (kinds if isinstance(kinds, list) else [kinds]))


def _address(root: HtmlElement, meta: dict[str, str], url: str | None) -> str | None:
    named = [x.get("href") for x in root.iter("link") if (x.get("rel") or "").lower() == "canonical"]
    for candidate in (*named, meta.get("og:url"), url):
        parts = urlsplit(candidate.strip()) if candidate and _is_address(candidate) else None
        # Some sites name their front page as every article's canonical address.
        if parts and parts.netloc and (parts.path.strip("/") or parts.query):
            return str(candidate).strip()
    return url


def _is_address(candidate: str) -> bool:
    try:
        return urlsplit(candidate.strip()).scheme in ("http", "https")
    except ValueError:
        return False


def _title(root: HtmlElement, meta: dict[str, str], linked: Iterable[dict[str, Any]]) -> str | None:
    """The headline that the page shows where its metadata agree, else what the metadata say without the site's name."""
    told = [meta.get("og:title"), meta.get("twitter:title"), *_headlines(linked), _title_element(root)]
    names = [page.squeeze(x) for x in told if x and x.strip()]
    keys = [phrases.key(x) for x in names]
    for element in root.iter("h1", "h2"):
        shown = page.content(element)
        if len(shown.split()) > 1 and any(phrases.key(shown) in x for x in keys):
            return shown
    if names:
        return _without_site(names[0], meta.get("og:site_name"))
    return next((x for e in root.iter("h1") if (x := page.content(e))), None)


def _headlines(linked: Iterable[dict[str, Any]]) -> list[str]:
    return [x["headline"] for x in linked if _is_article(x) and isinstance(x.get("headline"), str)]


def _title_element(root: HtmlElement) -> str | None:
    return next((page.content(x) for x in root.iter("title")), None)


def _without_site(title: str, site: str | None) -> str:
    """The title without the site's name at its end: the known one, or a short last part."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1]
    named = site is not None and phrases.key(last) == phrases.key(site)
    head = title[: title.rindex(last)].rstrip(" -\u2013\u2014|:/\u00bb\u2022")
    return head if named or (len(last.split()) <= 4 and len(head.split()) >= 4) else title


def _outlet(meta: dict[str, str], linked: Iterable[dict[str, Any]], address: str | None) -> str | None:
    if name := _first_part(meta.get("og:site_name", "")):
        return name
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and publisher["name"].strip():
            return _first_part(publisher["name"])
    organisations = [x for x in linked if str(x.get("@type")) in ("NewsMediaOrganization", "Organization")]
    if len(organisations) == 1 and isinstance(organisations[0].get("name"), str):
        return page.squeeze(organisations[0]["name"]) or None
    return urlsplit(address).netloc.removeprefix("www.") or None if address and _is_address(address) else None


def _first_part(name: str) -> str:
    """The name without the slogan that some sites put behind a bar."""
    return page.squeeze(name.partition("|")[0]) or page.squeeze(name)


def _published(
    root: HtmlElement, meta: dict[str, str], linked: tuple[dict[str, Any], ...], address: str | None, title: str | None
) -> Dated | None:
    """The day of publication: what machines are told, then a label, the address, a time or date beside the headline.
    A day of change only when the page has no other."""
    return (
        _in_linked(linked, "datePublished")
        or _in_meta(meta, _PUBLISHED)
        or _in_attributes(root)
        or _beside_headline(root, title, address)
        or _in_linked(linked, "dateModified")
        or _in_meta(meta, _UPDATED)
    )


def _in_linked(linked: Iterable[dict[str, Any]], key: str) -> Dated | None:
    for item in linked:
        value = item.get(key)
        if _is_article(item) and isinstance(value, str) and (dated := given(value, "json-ld")):
            return dated
    return None


def _in_meta(meta: dict[str, str], keys: Iterable[str]) -> Dated | None:
    return next((x for key in keys if key in meta and (x := given(meta[key], "meta"))), None)


def _in_attributes(root: HtmlElement) -> Dated | None:
    """Microdata on visible elements: ``itemprop="datePublished"``, ``pubdate``."""
    for element in root.iter("time", "span", "div", "p", "abbr"):
        if "datepublished" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None:
            value = element.get("datetime") or element.get("content") or element.get("title") or page.content(element)
            if dated := given(value, "time"):
                return dated
    return None


def _beside_headline(root: HtmlElement, title: str | None, address: str | None) -> Dated | None:
    top = page.headline(root, title)
    found = page.lines(root, top)
    at = next((i for i, x in enumerate(found) if x.headline), None)
    near = found[:_AFTER] if at is None else (*found[at : at + _AFTER], *reversed(found[max(0, at - _BEFORE) : at]))
    return (
        _first(_labelled(near, "published"))
        or (in_address(address) if address else None)
        or (_first(_stamped(near)) if at is not None else None)
        or _first(in_date_line(x.text) for x in near)
        or _first(in_dateline(x.text) for x in near)
        or _first(_labelled(near, "updated"))
        or _first(in_date_line(x.text, updated=True) for x in near)
    )


def _first(found: Iterable[Dated | None]) -> Dated | None:
    """The first day found, its evidence without a position: the line is no part of the article's text."""
    dated = next((x for x in found if x), None)
    return (dated[0], Evidence(where=_where(dated[1]), quote=dated[1].quote)) if dated else None


def _where(evidence: Evidence) -> str:
    return "page" if evidence.where == "text" else evidence.where


def _labelled(near: tuple[Line, ...], kind: str) -> Iterator[Dated | None]:
    for line, following in zip_longest(near, near[1:]):
        yield in_label(line.text, kind=kind)
        if following is not None and is_label(line.text, kind=kind):
            yield in_label(f"{line.text} {following.text}", kind=kind) or _first(
                given(x, "time") for x in following.stamps
            )


def _stamped(near: tuple[Line, ...]) -> Iterator[Dated | None]:
    for line in near:
        if in_label(line.text, kind="updated") is None:
            yield from (given(x, "time") for x in line.stamps)
