"""The commands of a desk: ``add``, ``relate``, ``search``, ``stats``, ``show`` and ``export``."""

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.cli import pool, progress, reading, work
from khabar.desk import Added, Desk, Hit, model_name
from khabar.errors import KhabarError
from khabar.export import jsonl, pretty, view
from khabar.export.terminal import inline, short
from khabar.record import Record
from khabar.relations.links import Link

_EXCERPT = 140
_BAR = 20


Row = dict[str, Any]


class Additions(Struct, frozen=True, kw_only=True):
    """What was asked of ``khabar add``."""

    desk: Path
    sources: tuple[str, ...]
    jobs: int
    quiet: bool
    fast: bool = False


def _told(command: Callable[..., int]) -> Callable[..., int]:
    """The command with Khabar's errors as messages and exit statuses."""

    @wraps(command)
    def run(*arguments: Any, **named: Any) -> int:
        try:
            return command(*arguments, **named)
        except KeyboardInterrupt:
            return reading.INTERRUPTED
        except KhabarError as error:
            print(f"khabar: {error}", file=sys.stderr)
            return reading.FAILED

    return run


@_told
def add(order: Additions) -> int:
    """Read and add. What was added before an interruption stays, and a second run goes on with the rest."""
    counts = {"new": 0, "version": 0, "known": 0}
    failed = links = 0
    wanted = reading.Order(
        sources=order.sources, form="jsonl", output=None, jobs=order.jobs, quiet=order.quiet, language=None
    )
    with (
        Desk(order.desk) as desk,
        progress.watching(reading.count(wanted), quiet=order.quiet, apart=True) as watch,
    ):
        for outcome in _outcomes(order):
            watch.step()
            if outcome.error is not None:
                failed += 1
                desk.fail(outcome.origin, outcome.error)
                watch.tell(f"khabar: {outcome.error}")
                continue
            added = _put(desk, outcome, order)
            counts[added.outcome] += 1
            links += len(added.links)
        total = desk.counts()["reports"]
    if not order.quiet:
        print(
            f"{counts['new']} new, {counts['version']} newer versions, {counts['known']} known, {failed} failed; "
            f"{links} relations found; {order.desk} holds {total} reports"
        )
    return reading.FAILED if failed else reading.OK


def _put(desk: Desk, outcome: work.Outcome, order: Additions) -> Added:
    record = msgspec.json.decode(outcome.written, type=Record)
    return desk.put(record, origin=outcome.origin, model=model_name(fast=order.fast))


def _outcomes(order: Additions) -> Iterator[work.Outcome]:
    tasks = work.tasks(order.sources, work.Layout(form="jsonl"), language=None, fast=order.fast)
    return chain.from_iterable(pool.ordered(work.read_task, tasks, jobs=order.jobs))


@_told
def relate(path: Path, form: str) -> int:
    """Print every relation, one a line."""
    with Desk(path, read_only=True) as desk:
        for link in desk.relations():
            print(_json(link) if form == "jsonl" else _link(link))
    return reading.OK


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _link(link: Link) -> str:
    spans = [f"[{s[0]}:{s[1]}]" if s else "" for s in (link.source_span, link.target_span)]
    return f"{link.type:<14} {link.source}{spans[0]}  {link.target}{spans[1]}  {link.confidence:.2f}  {link.because}"


@_told
def search(path: Path, query: str, limit: int, form: str, filters: dict[str, str | None]) -> int:
    """Print the answers, best first."""
    with Desk(path, read_only=True) as desk:
        found = desk.search(query, limit=limit, **filters)
    for number, hit in enumerate(found, 1):
        print(_json(_hit_row(hit)) if form == "jsonl" else _hit(number, hit))
    if not found and form != "jsonl":
        print("nothing found: try other words, or fewer filters")
    return reading.OK


def _hit(number: int, hit: Hit) -> str:
    record = hit.record
    facts = (record.outlet, view.language_name(record.language), record.published, record.id)
    lines = [f"{number:>2}. {inline(record.title or record.id)}", "    " + " · ".join(inline(f) for f in facts if f)]
    if hit.statement is not None:
        said = record.statements[hit.statement]
        lines.append(f"    {inline(view.chain(said))}: {short(view.content(record, said), _EXCERPT)}")
    return "\n".join(lines)


def _hit_row(hit: Hit) -> dict[str, Any]:
    record = hit.record
    said = None if hit.statement is None else record.statements[hit.statement]
    return {
        "id": record.id,
        "title": record.title,
        "outlet": record.outlet,
        "language": record.language,
        "published": record.published,
        "score": hit.score,
        "statement": said.id if said else None,
        "source": said.source.label if said else None,
        "text": view.content(record, said) if said else None,
    }


@_told
def disputes(path: Path, form: str) -> int:
    """Print where accounts part: denials, contradictions and figures that conflict, with both texts."""
    kinds = ("denies", "contradicts", "distorts", "conflicts")
    with Desk(path, read_only=True) as desk:
        for link in desk.relations():
            if link.type in kinds:
                print(_json(link) if form == "jsonl" else _dispute(desk, link))
    return reading.OK


def _dispute(desk: Desk, link: Link) -> str:
    lines = [f"{link.type}: {link.because}"]
    for id, span in ((link.source, link.source_span), (link.target, link.target_span)):
        record = desk.get(id)
        words = record.text[span[0] : span[1]] if span else record.title or id
        lines.append(f"    {inline(record.outlet or id)}, {record.published or 'undated'}: {short(words, _EXCERPT)}")
    return "\n".join(lines)


@_told
def rows(
    path: Path, form: str, ask: Callable[[Desk], list[dict[str, Any]]], line: Callable[[dict[str, Any]], str]
) -> int:
    """Print what a question to the desk gives, a row a line."""
    with Desk(path, read_only=True) as desk:
        found = ask(desk)
    for row in found:
        print(_json(row) if form == "jsonl" else line(row))
    if not found and form != "jsonl":
        print("nothing found")
    return reading.OK


def said_line(row: Row) -> str:
    """A statement of a source."""
    words = f"{inline(row['source'])}: {short(row['text'], _EXCERPT)}"
    return f"{row['day'] or 'undated':<10}  {row['act']:<9} {words}  [{row['report']}]"


def event_line(row: Row) -> str:
    """A dated event."""
    sides = " → ".join(inline(x) for x in (row["actors"], row["recipients"]) if x)
    told = "" if row["reality"] == "asserted" else f" ({row['reality']})"
    where = f" at {row['place'].partition(':')[2]}" if row["place"] else ""
    return f"{row['day']:<10}  {row['type']:<10}{told} {sides}{where}  {short(row['text'], 40)}  [{row['report']}]"


def instrument_line(row: Row) -> str:
    """What a report says of an instrument."""
    term = " to ".join(x for x in (row["since"], row["until"]) if x)
    return f"{row['day'] or 'undated':<10}  {row['action']:<9} {inline(row['name'])}  {term}  [{row['report']}]"


@_told
def tallies(path: Path, form: str, measure: str | None, place: str | None) -> int:
    """Print figures by measure and day, with a bar for each."""
    with Desk(path, read_only=True) as desk:
        found = desk.tallies(measure, place)
    most = {row["measure"]: row["value"] for row in sorted(found, key=lambda r: r["value"])}
    for row in found:
        print(_json(row) if form == "jsonl" else _tally_line(row, most[row["measure"]]))
    if not found and form != "jsonl":
        print("nothing found")
    return reading.OK


def _tally_line(row: Row, most: float) -> str:
    bar = "█" * max(1, round(_BAR * row["value"] / most)) if row["value"] > 0 and most > 0 else ""
    facts = " · ".join(inline(x) for x in (row["place"], row["source"]) if x)
    figure = f"{view.number(row['value']):>14} {bar:<{_BAR}}"
    return f"{row['measure']:<9} {row['day'] or 'undated':<10} {figure} {facts}  [{row['report']}]"


@_told
def stats(path: Path, form: str) -> int:
    """Print what the desk holds, and what could not be read."""
    with Desk(path, read_only=True) as desk:
        counts, failures = desk.counts(), desk.failures()
    if form == "jsonl":
        print(_json({**counts, "failed": [{"origin": o, "message": m, "at": at} for o, m, at in failures]}))
        return reading.OK
    for name, count in counts.items():
        print(f"{count:>8,} {name}")
    for origin, message, _ in failures:
        print(f"failed: {origin}: {message}")
    return reading.OK


@_told
def show(path: Path, id: str, form: str) -> int:
    """Print one report of the desk as ``khabar read`` would."""
    with Desk(path, read_only=True) as desk:
        record = desk.get(id)
    print(jsonl.indented(record) if form == "json" else pretty.render(record), end="")
    return reading.OK


@_told
def export(path: Path) -> int:
    """Print every current record, one a line."""
    with Desk(path, read_only=True) as desk:
        for record in desk.records():
            print(jsonl.line(record))
    return reading.OK
