"""Plain text → article. The text stays as it is; the blocks say what is report and what is frame."""

from collections import Counter
from collections.abc import Sequence

from khabar.ingest import blocks, chrome, extent, pieces
from khabar.ingest.article import Article
from khabar.ingest.extent import Extent
from khabar.ingest.pieces import Piece
from khabar.ingest.published import Dated, given, in_address, in_date_line, in_dateline, in_label
from khabar.text import languages

_NEAR_HEAD = 4  # paragraphs into the report where a date line may still stand
_BEFORE = 16  # paragraphs before the report in which a whole page has its date


def build(  # noqa: PLR0913  # one keyword a piece of metadata
    text: str,
    *,
    id: str,  # the record's name
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """The article in a plain text. What is given is believed; the rest is looked for in the text. Never raises."""
    found = pieces.find(text)
    body = extent.find(found)
    at = extent.find_title(found, body, title)
    code = language or _language(text, found, body)
    dated = _published(found, body, published, url)
    return Article(
        id=id,
        text=text,
        blocks=blocks.build(found, body, title=at, page=code),
        language=code,
        url=url,
        outlet=outlet or next((x for p in found if (x := chrome.outlet_named(p.text))), None),
        title=title if title is not None else (found[at].text if at is not None else None),
        published=dated[0] if dated else None,
        published_evidence=dated[1] if dated else None,
        warnings=_warnings(found, code, published, dated),
    )


def no_language_warning(code: str) -> tuple[str, ...]:
    """What to tell the user when the article is in a language without data."""
    if languages.is_read(code):
        return ()
    name = "no language could be told" if code == languages.UNKNOWN else f"language {code} is not read"
    return (f"{name}: nothing is extracted",)


def _language(text: str, found: Sequence[Piece], body: Extent) -> str:
    own = [x for x in found[body.start if body.head else 0 : body.end] if x.kind is None]
    guess = languages.detect(" ".join(x.text for x in own) or text)
    sizes: Counter[str] = Counter()
    for piece in own:
        sizes[languages.detect(piece.text, page=guess)] += piece.end - piece.start
    return sizes.most_common(1)[0][0] if sizes else guess


def _published(found: Sequence[Piece], body: Extent, value: str | None, url: str | None) -> Dated | None:
    if value and (dated := given(value)):
        return dated
    near = found[max(0, body.start - _BEFORE) if body.head else 0 : body.start + _NEAR_HEAD]
    short = () if body.head else [x for x in found if x.kind is not None]
    wanted = (
        *(in_label(x.text, x.start) for x in (*near, *short)),
        *(in_date_line(x.text, x.start) for x in near),
        *(in_dateline(x.text, x.start) for x in near),
        in_address(url) if url else None,
        *(in_label(x.text, x.start, kind="updated") for x in (*near, *short)),
        *(in_date_line(x.text, x.start, updated=True) for x in near),
    )
    return next((x for x in wanted if x), None)


def _warnings(found: Sequence[Piece], code: str, value: str | None, dated: Dated | None) -> tuple[str, ...]:
    told = list(no_language_warning(code))
    if not any(x.kind is None for x in found):
        told.append("no article found in the text")
    if value and (dated is None or dated[1].where != "given"):
        told.append(f"date {value!r} cannot be read: give it as YYYY-MM-DD")
    return tuple(told)
