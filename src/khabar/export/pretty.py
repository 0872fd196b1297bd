"""A record for a person at a terminal: who said what through whom and when, the sums, amounts and times."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.text import Text

from khabar.export import view
from khabar.export.terminal import inline, short, wrapped
from khabar.record import Record, Span, Statement, Tally

_DENYING = frozenset(("deny", "decline"))
_HOSTILE = frozenset(("accuse", "criticise", "threaten", "warn"))
_CONTENT_LINES = 3
_EXCERPT = 60


def render(record: Record, *, width: int = 100, color: bool = False) -> str:
    """The record as lines of at most ``width`` cells (some labels run over), with ANSI colours if asked."""
    screen = Console(
        file=StringIO(), width=max(width, 40), force_terminal=color, color_system="standard" if color else None,
        legacy_windows=False, highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    for line in _page(record, max(width, 40)):
        screen.print(line, soft_wrap=True)
    made = screen.file
    assert isinstance(made, StringIO)
    return made.getvalue()


def _page(record: Record, width: int) -> Iterator[Text]:
    lines = view.Lines(record.text)
    yield from _head(record, lines, width)
    yield from _section("Statements", (x for s in record.statements for x in _statement(record, s, lines, width)))
    yield from _section("Disputes", _disputes(record))
    yield from _section("Figures", (_tally(record, t, lines) for t in view.totals(record)))
    yield from _section("Events", _events(record, lines))
    yield from _section("Instruments", _instruments(record, lines))
    yield from _section("Quantities", _quantities(record, lines))
    yield from _section("Times", _times(record, lines))
    for warning in record.warnings:
        yield _row(("! ", "yellow"), (inline(warning), "yellow"))


def _section(title: str, body: Iterator[Text]) -> Iterator[Text]:
    first = next(body, None)
    if first is None:
        return
    yield Text()
    yield Text(title, style="bold underline")
    yield first
    yield from body


def _row(*parts: tuple[str, str]) -> Text:
    return Text.assemble(*parts, no_wrap=True, overflow="ignore", end="")


def _dots(*words: str | None) -> str:
    return " · ".join(inline(word) for word in words if word)


def _head(record: Record, lines: view.Lines, width: int) -> Iterator[Text]:
    for line in wrapped(record.title or record.id, width=width, lines=2):
        yield _row((line, "bold"))
    origin = record.id if record.id != record.title else None
    yield _row((_dots(record.outlet, view.language_name(record.language), origin, record.url), "dim"))
    yield _row(("published ", "dim"), (record.published or "date unknown", "cyan"), (_evidence(record, lines), "dim"))


def _evidence(record: Record, lines: view.Lines) -> str:
    proof = record.published_evidence
    if proof is None:
        return ""
    where = proof.where if proof.start is None else f"{proof.where}, line {lines.at(proof.start)}"
    return f"  from {inline(where)}: {short(proof.quote, _EXCERPT)}"


def _statement(record: Record, statement: Statement, lines: view.Lines, width: int) -> Iterator[Text]:
    hearer = statement.addressee.label if statement.addressee else None
    yield _row(
        (f"{statement.id:>4}  ", "dim"),
        (inline(view.chain(statement)), "bold" if statement.source.kind != "vague" else "italic"),
        (f" → {inline(hearer)}" if hearer else "", ""),
    )
    yield _row(("      ", ""), (statement.act, _act_style(statement.act)), *_circumstances(record, statement, lines))
    for line in wrapped(view.content(record, statement), width=width - 6, lines=_CONTENT_LINES):
        yield _row(("      ", ""), (line, "green" if statement.quote == "direct" else ""))


def _circumstances(record: Record, statement: Statement, lines: view.Lines) -> tuple[tuple[str, str], ...]:
    where = view.place_of(statement)
    implied = "source implied" if not statement.source.explicit and statement.source.kind != "vague" else None
    doubt = f"confidence {statement.confidence:.2f}" if statement.confidence < view.DOUBTFUL else None
    words = _dots(statement.quote, implied, statement.medium, view.name(record, statement.place), doubt)
    return (
        (f" · {words}", "dim"),
        (f" · {statement.date}" if statement.date else "", "cyan"),
        (_line(lines, where) if where else "", "dim"),
    )


def _act_style(act: str) -> str:
    if act in _DENYING:
        return "bold red"
    return "yellow" if act in _HOSTILE else "bold green" if act == "confirm" else "magenta"


def _line(lines: view.Lines, span: Span) -> str:
    return f" · line {lines.at(span.start)}"


def _disputes(record: Record) -> Iterator[Text]:
    said = {s.id: view.chain(s) for s in record.statements}
    for link in record.relations:
        told = f"({inline(said.get(link.source, '?'))} / {inline(said.get(link.target, '?'))})"
        yield _row((f"{link.source:>4} ", "dim"), (f"{link.type} {link.target}  ", "bold red"), (told, ""))


def _tally(record: Record, tally: Tally, lines: view.Lines) -> Text:
    total = view.total(record, tally)
    quantity = view.quantity_of(record, tally)
    about = _dots(
        view.name(record, tally.place), view.name(record, tally.of), f"by {by}" if (by := _by(record, tally)) else None
    )
    span = " to ".join(x for x in (tally.since, tally.as_of) if x)
    return _row(
        (f"      {tally.measure or 'part':<10} ", ""),
        (total.says, "bold"), (f" {total.mark}" if total.mark else "", "red" if total.mark == "✗" else "green"),
        (f" · {about}" if about else "", ""), (f" · {span}" if span else "", "cyan"),
        (f" · in {tally.statement}" if tally.statement else "", "dim"),
        (_line(lines, quantity) if quantity else "", "dim"),
    )  # fmt: skip


def _by(record: Record, tally: Tally) -> str | None:
    return view.name(record, tally.by)


def _events(record: Record, lines: view.Lines) -> Iterator[Text]:
    for event in record.events:
        actors, recipients = view.names(record, event.actors), view.names(record, event.recipients)
        who = " → ".join(inline(x) for x in (actors, recipients) if x)
        rest = _dots(
            event.mode, view.name(record, event.place), event.date, f"in {event.statement}" if event.statement else None
        )
        yield _row(
            (f"      {event.type:<10} ", "magenta"),
            (f"{event.reality:<9} ", "" if event.reality == "asserted" else "yellow"),
            (" · ".join(x for x in (who, rest) if x), ""), (_line(lines, event), "dim"),
            ("  " + short(view.excerpt(record, event), _EXCERPT), "dim"),
        )  # fmt: skip


def _instruments(record: Record, lines: view.Lines) -> Iterator[Text]:
    for item in record.instruments:
        term = " to ".join(x for x in (item.since, item.until) if x)
        yield _row(
            (f"      {item.action:<10} ", "magenta"), (_dots(item.name, view.names(record, item.by)), ""),
            (f" · {term}" if term else "", "cyan"), (_line(lines, item), "dim"),
        )  # fmt: skip


def _quantities(record: Record, lines: view.Lines) -> Iterator[Text]:
    for item in record.quantities:
        says = f"{view.figure(item)} {item.unit or ''}".strip()
        yield _row(
            (f"      {says:<22}", ""), (f" line {lines.at(item.start):<4}", "dim"),
            (short(view.excerpt(record, item), _EXCERPT), "dim"),
        )  # fmt: skip


def _times(record: Record, lines: view.Lines) -> Iterator[Text]:
    for item in record.times:
        calendar = "" if item.calendar == "gregorian" else f" ({item.calendar})"
        yield _row(
            (f"      {(item.value or 'unknown') + calendar:<22}", "cyan"), (f" line {lines.at(item.start):<4}", "dim"),
            (short(view.excerpt(record, item), _EXCERPT), "dim"),
        )  # fmt: skip
