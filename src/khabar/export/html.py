"""A record as one self-contained HTML page: the report with coloured spans beside the list of who said what.

Nothing is fetched and nothing runs: no script, font or image, and a content security policy that forbids them all.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from khabar.export import view
from khabar.export.markup import Mark, paint, safe
from khabar.record import Block, Event, Record, Span, Statement, Tally

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LEGEND = (
    ("source", "source"), ("relay", "relay"), ("cue", "cue"), ("content", "what was said"),
    ("addressee", "addressee"), ("time", "time"), ("quantity", "amount"),
)  # fmt: skip
_TAGS = {"title": "h1", "heading": "h2", "quote": "blockquote"}


def render(record: Record) -> str:
    """A whole page, in UTF-8, for a browser or an archive."""
    title = safe(record.title or record.id)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n</head>\n<body>\n{render_fragment(record)}\n</body>\n</html>\n"
    )


def render_fragment(record: Record) -> str:
    """The same without a page around it, for a notebook cell; ids carry a digest so that several fit on one page."""
    prefix = f"k{sha256(f'{record.id}{record.text}'.encode(errors='replace')).hexdigest()[:8]}-"
    return "\n".join(
        (
            '<div class="khabar">',
            f"<style>{_style()}</style>",
            _head(record),
            '<div class="k-columns">',
            _report(record, prefix),
            f'<aside class="k-account">{"".join(_account(record, prefix))}</aside>',
            "</div>",
            "</div>",
        )
    )


@cache
def _style() -> str:
    return (files("khabar.export") / "page.css").read_text("utf-8")


def _head(record: Record) -> str:
    facts = (record.outlet, view.language_name(record.language), record.published or "date unknown", record.id)
    items = "".join(f"<li><bdi>{safe(fact)}</bdi></li>" for fact in facts if fact)
    keys = "".join(f'<span class="k-{kind}">{label}</span> ' for kind, label in _LEGEND)
    # The report's own headline stands in the text below, with its spans.
    untitled = all(block.kind != "title" for block in record.blocks)
    headline = f'<h1 dir="auto">{safe(record.title or record.id)}</h1>' if untitled else ""
    return (
        f"<header>{headline}"
        f'<ul class="k-facts">{items}{_address(record)}</ul>'
        f'{_evidence(record)}<p class="k-legend">{keys}</p></header>'
    )


def _address(record: Record) -> str:
    if record.url is None:
        return ""
    # Only web addresses become links: a report may carry "javascript:" where its address should be.
    if not record.url.lower().startswith(("http://", "https://")):
        return f"<li>{safe(record.url)}</li>"
    return f'<li><a rel="noreferrer noopener" href="{safe(record.url)}">{safe(record.url)}</a></li>'


def _evidence(record: Record) -> str:
    proof = record.published_evidence
    if proof is None:
        return ""
    return f'<p class="k-evidence">Date from {safe(proof.where)}: <q dir="auto">{safe(proof.quote)}</q></p>'


def _report(record: Record, prefix: str) -> str:
    marks = tuple(_marks(record, prefix))
    blocks = record.blocks or (Block(start=0, end=len(record.text), kind="paragraph", language=record.language),)
    body = "".join(_block(record, block, marks) for block in blocks)
    return f'<article lang="{safe(record.language)}" dir="{view.direction(record.language)}">{body}</article>'


def _block(record: Record, block: Block, marks: tuple[Mark, ...]) -> str:
    tag = _TAGS.get(block.kind, "p")
    inside = tuple(m for m in marks if m.start < block.end and m.end > block.start)
    # A paragraph in another language than the report's keeps its own direction.
    frame = f'lang="{safe(block.language)}" dir="{view.direction(block.language)}" class="k-block k-{block.kind}"'
    return f"<{tag} {frame}>{paint(record.text, block.start, block.end, inside)}</{tag}>"


def _marks(record: Record, prefix: str) -> Iterator[Mark]:
    for number, statement in enumerate(record.statements, 1):
        yield from _statement_marks(record, statement, f"{prefix}s{number}")
    for time in record.times:
        yield _mark(time, "time", f"{time.type} {time.value or 'unknown'}")
    for quantity in record.quantities:
        yield _mark(quantity, "quantity", f"{view.figure(quantity)} {quantity.unit or ''}".strip())


def _statement_marks(record: Record, statement: Statement, anchor: str) -> Iterator[Mark]:
    says = f"{statement.id}: {view.chain(statement)} ({statement.act})"
    source = statement.source
    if source.explicit and source.start is not None and source.end is not None:
        yield _mark(Span(start=source.start, end=source.end), "source", f"{statement.id}: source, {source.label}")
    for relay in statement.relays:
        yield _mark(relay, "relay", f"{statement.id}: relay, {relay.label or '?'}")
    if statement.addressee:
        yield _mark(statement.addressee, "addressee", f"{statement.id}: addressee, {statement.addressee.label or '?'}")
    where = view.place_of(statement)
    if statement.cue:
        yield _mark(statement.cue, "cue", says, anchor)
    for part in statement.content:
        yield _mark(part, f"content k-{statement.quote}", says, anchor if part == where else "")


def _mark(span: Span, kind: str, title: str, anchor: str = "") -> Mark:
    return Mark(start=span.start, end=span.end, kind=kind, title=title, anchor=anchor)


def _account(record: Record, prefix: str) -> Iterator[str]:
    yield f"<h2>Statements ({len(record.statements)})</h2><ol class='k-statements'>"
    for number, statement in enumerate(record.statements, 1):
        yield _statement(record, statement, f"{prefix}s{number}")
    yield "</ol>"
    yield from _list("Disputes", (_dispute(record, r.type, r.source, r.target) for r in record.relations))
    yield from _list("Figures", (_tally(record, tally) for tally in view.totals(record)))
    yield from _list("Events", (_event(record, event) for event in record.events))
    yield from _list("Instruments", (_instrument(record, number) for number in range(len(record.instruments))))
    yield from _list("Notes", (safe(warning) for warning in record.warnings))


def _list(title: str, items: Iterator[str]) -> Iterator[str]:
    if rows := "".join(f"<li>{item}</li>" for item in items):
        yield f"<h2>{title}</h2><ul>{rows}</ul>"


def _statement(record: Record, statement: Statement, anchor: str) -> str:
    link = f'<a href="#{anchor}">{safe(statement.id)}</a>' if view.place_of(statement) else safe(statement.id)
    hearer = statement.addressee.label if statement.addressee else None
    said = "implied" if not statement.source.explicit and statement.source.kind != "vague" else None
    facts = (statement.quote, said, statement.date, statement.medium, view.name(record, statement.place))
    doubt = f" · confidence {statement.confidence:.2f}" if statement.confidence < view.DOUBTFUL else ""
    return (
        f"<li>{link} <b><bdi>{safe(view.chain(statement))}</bdi></b>{f' → <bdi>{safe(hearer)}</bdi>' if hearer else ''}"
        f'<br><span class="k-act k-act-{statement.act}">{statement.act}</span> '
        f"<small>{' · '.join(safe(fact) for fact in facts if fact)}{doubt}</small>"
        f'<p dir="auto" class="k-said">{safe(view.content(record, statement))}</p></li>'
    )


def _dispute(record: Record, kind: str, source: str, target: str) -> str:
    said = {s.id: view.chain(s) for s in record.statements}
    pair = " / ".join(f"<bdi>{safe(said.get(x, '?'))}</bdi>" for x in (source, target))
    return f"<b>{safe(source)} {kind} {safe(target)}</b> {pair}"


def _tally(record: Record, tally: Tally) -> str:
    total = view.total(record, tally)
    facts = (
        view.name(record, tally.place), view.name(record, tally.of),
        " to ".join(x for x in (tally.since, tally.as_of) if x), f"in {tally.statement}" if tally.statement else None,
    )  # fmt: skip
    rest = " · ".join(f"<bdi>{safe(fact)}</bdi>" for fact in facts if fact)
    return f"{tally.measure or 'part'} <b>{safe(total.says)} {total.mark}</b> <small>{rest}</small>"


def _event(record: Record, event: Event) -> str:
    sides = " → ".join(x for x in (view.names(record, event.actors), view.names(record, event.recipients)) if x)
    told = event.reality if event.reality != "asserted" else None
    facts = (told, event.mode, view.name(record, event.place), event.date, view.excerpt(record, event))
    rest = " · ".join(f"<bdi>{safe(fact)}</bdi>" for fact in facts if fact)
    return f"{event.type} <b><bdi>{safe(sides)}</bdi></b> <small>{rest}</small>"


def _instrument(record: Record, number: int) -> str:
    item = record.instruments[number]
    term = " to ".join(x for x in (item.since, item.until) if x)
    facts = f"{safe(view.names(record, item.by))} {safe(term)}"
    return f"{item.action} <b><bdi>{safe(item.name)}</bdi></b> <small>{facts}</small>"
