"""One SQLite file (apsw, WAL): a report goes in whole or not at all, and what ``put`` has returned from is on the disk.

Readers do not wait for a writer. Words are indexed by their folded stems, so that a search finds them in any spelling.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import compress, decompress

import apsw
import apsw.fts5
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from khabar.errors import DeskError
from khabar.mentions.names import stem
from khabar.record import Record
from khabar.store.schema import STEPS
from khabar.text.words import split

WIDTH = 384
_WAIT = 30_000  # milliseconds that a writer waits for another
_MAGIC = b"SQLite format 3\x00"


class Provenance(Struct, frozen=True, kw_only=True):
    """Where a report came from and what read it; ``retrieved`` is UTC in ISO 8601, ``raw`` the sha256 of its bytes."""

    origin: str
    retrieved: str
    reader: str
    raw: str | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """A report as the desk keeps it, and the number that it has there."""

    number: int
    record: Record
    vectors: NDArray[np.float32]


class Row(Struct, frozen=True, kw_only=True):
    """A relation between two reports by their numbers; spans are ``None`` for whole reports."""

    type: str
    source: int
    target: int
    source_span: tuple[int, int] | None
    target_span: tuple[int, int] | None
    confidence: float
    because: str


class Database:
    """The file of a desk. ``read_only`` opens what is there and never writes."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file, make it when it is not there, and bring an older one up to date.

        Raises ``DeskError`` when the file is no desk, is newer than this version, or is missing and ``read_only``.
        """
        if read_only and not path.is_file():
            raise DeskError(f"{path}: no such desk; make one: khabar add {path} PATH …")
        if path.is_file() and path.stat().st_size and path.open("rb").read(len(_MAGIC)) != _MAGIC:
            raise DeskError(f"{path}: this is not a desk, but some other file")
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        try:
            self._db = apsw.Connection(str(path), flags=flags)
            self._db.set_busy_timeout(_WAIT)
            self._db.register_fts5_tokenizer("khabar", _stems)  # type: ignore[arg-type]  # the decorator is typed as its result
            self._db.execute("PRAGMA foreign_keys = ON")
            if not read_only:
                self._db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                self._migrate()
            if self._version() != len(STEPS):
                raise DeskError(f"{path}: made by another version of khabar (format {self._version()})")
        except apsw.Error as error:
            raise DeskError(f"{path}: cannot be opened as a desk ({error})") from error

    def _version(self) -> int:
        return int(self._db.pragma("user_version"))

    def _migrate(self) -> None:
        with self._db:
            for number, step in enumerate(STEPS[self._version() :], self._version() + 1):
                self._db.execute(step)
                self._db.pragma("user_version", number)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def number_of(self, content: str) -> int | None:
        """The number of the report with this content (``digest_of``), if the desk has it."""
        return next((n for (n,) in self._db.execute("SELECT number FROM reports WHERE content = ?", (content,))), None)

    def put(
        self, record: Record, vectors: NDArray[np.float32], links: Iterable[Row], provenance: Provenance, number: int
    ) -> None:
        """Add a report under a number from ``next_number``, with its relations to reports that are there. An earlier
        version of the same id stays, but is not current any more."""
        with self._db:
            earlier = self.latest(record.id)
            if earlier is not None:
                self._db.execute("UPDATE reports SET current = 0 WHERE number = ?", (earlier,))
            self._db.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number, record.id, digest_of(record.title, record.text), earlier, record.language, record.outlet,
                    record.url, record.title, record.published, provenance.origin, provenance.raw,
                    provenance.retrieved, provenance.reader, compress(msgspec.json.encode(record)),
                    vectors.astype(np.float16).tobytes(),
                ),
            )  # fmt: skip
            self._index(number, record)
            self._db.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_flat, links))
            self._db.execute("DELETE FROM failures WHERE origin = ?", (provenance.origin,))

    def _index(self, number: int, record: Record) -> None:
        body = "\n".join(record.text[b.start : b.end] for b in record.blocks if b.kind != "boilerplate")
        self._db.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, record.title or "", body))
        often = Counter(m.entity for m in record.mentions)
        self._many("statements", 10, (_statement(number, record, s) for s in record.statements))
        self._many("named", 5, ((e.id, number, e.type, e.names.get("en", e.id), often[e.id]) for e in record.entities))
        self._many("tallies", 9, _tallies(number, record))
        self._many("events", 11, _events(number, record))
        self._many("instruments", 7, (
            (number, i.id, i.kind, i.name, i.action, i.since, i.until) for i in record.instruments
        ))  # fmt: skip

    def _many(self, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)

    def next_number(self) -> int:
        """The number for the next report."""
        return int(next(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM reports"))[0])

    def latest(self, id: str) -> int | None:
        """The number of the current version of a report."""
        found = self._db.execute("SELECT number FROM reports WHERE id = ? ORDER BY number DESC LIMIT 1", (id,))
        return next((n for (n,) in found), None)

    def get(self, numbers: Sequence[int]) -> Iterator[Kept]:
        """The reports of these numbers, in their order; earlier versions are left out."""
        for number in numbers:
            row = next(
                self._db.execute("SELECT record, vectors FROM reports WHERE number = ? AND current", (number,)), None
            )
            if row is not None:
                yield Kept(number=number, record=_record(row[0]), vectors=_vectors(row[1]))

    def gists(self, after: int = 0) -> Iterator[tuple[int, str | None, NDArray[np.float32]]]:
        """Number, day and first vector of every current report whose number is above ``after``."""
        rows = self._db.execute(
            "SELECT number, published, substr(vectors, 1, ?) FROM reports WHERE current AND number > ? ORDER BY number",
            (2 * WIDTH, after),
        )
        for number, published, vector in rows:
            yield number, published, _vectors(vector)[0]

    def links(self) -> Iterator[Row]:
        """Every relation between current reports, in the order of their reports."""
        rows = self._db.execute(
            "SELECT l.* FROM links l JOIN reports a ON a.number = l.source JOIN reports b ON b.number = l.target "
            "WHERE a.current AND b.current ORDER BY l.source, l.target, l.rowid"
        )
        for kind, source, target, a, b, c, d, confidence, because in rows:
            yield Row(
                type=kind, source=source, target=target, source_span=None if a is None else (a, b),
                target_span=None if c is None else (c, d), confidence=confidence, because=because,
            )  # fmt: skip

    def ids(self) -> dict[int, str]:
        """The ids of all reports by number."""
        return dict(self._db.execute("SELECT number, id FROM reports"))

    def having(self, words: str, limit: int) -> dict[int, float]:
        """Current reports that have any of these words, best first, with how well they fit: bm25 (a title's words count
        four times) as a share of the best one's."""
        wanted = " OR ".join(f'"{w.key}"' for w in split(words))
        if not wanted:
            return {}
        rows = list(
            self._db.execute(
                "SELECT w.rowid, -bm25(words, 4.0, 1.0) FROM words w JOIN reports r ON r.number = w.rowid "
                "WHERE words MATCH ? AND r.current ORDER BY 2 DESC LIMIT ?",
                (wanted, limit),
            )
        )
        best = max((fit for _, fit in rows), default=0.0) or 1.0
        return {number: fit / best for number, fit in rows}

    def vectors(self, numbers: Iterable[int]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Number and all vectors of each of these reports that is current."""
        for number in numbers:
            row = next(self._db.execute("SELECT vectors FROM reports WHERE number = ? AND current", (number,)), None)
            if row is not None:
                yield number, _vectors(row[0])

    def matching(self, **wanted: str | None) -> set[int] | None:
        """Numbers of current reports that fit all of ``language``, ``outlet``, ``since``, ``until`` (days of
        publication), ``source`` (an entity's id or words of a label), ``place`` (an entity's id) and ``act``;
        ``None`` when nothing is asked."""
        asked = [(_FILTERS[name], value) for name, value in wanted.items() if value is not None]
        if not asked:
            return None
        where = " AND ".join(condition for condition, _ in asked)
        values = [value for condition, value in asked for _ in range(condition.count("?"))]
        rows = self._db.execute(f"SELECT number FROM reports r WHERE current AND {where}", values)
        return {number for (number,) in rows}

    def said(self, who: str) -> Iterator[dict[str, Any]]:
        """What a source has said (an entity's id or words of its label), in the order of days."""
        yield from self._rows(
            "SELECT r.id AS report, r.outlet, r.language, coalesce(s.date, substr(r.published, 1, 10)) AS day, s.id, "
            "s.label AS source, s.act, s.text FROM statements s JOIN reports r ON r.number = s.report "
            "WHERE r.current AND (s.source = ? OR s.label LIKE '%' || ? || '%') ORDER BY day, r.number, s.start",
            (who, who),
        )

    def figures(self, measure: str | None, place: str | None) -> Iterator[dict[str, Any]]:
        """Tallies of a measure at a place (an entity's id), in the order of days."""
        yield from self._rows(
            "SELECT r.id AS report, r.outlet, coalesce(t.as_of, substr(r.published, 1, 10)) AS day, t.measure, "
            "t.value, t.place, t.since, t.source FROM tallies t JOIN reports r ON r.number = t.report WHERE r.current "
            "AND t.measure IS NOT NULL AND t.value IS NOT NULL AND t.measure = coalesce(?1, t.measure) "
            "AND (?2 IS NULL OR t.place = ?2) ORDER BY t.measure, day, r.number, t.start",
            (measure, place),
        )

    def happened(self, since: str | None, until: str | None, place: str | None) -> Iterator[dict[str, Any]]:
        """Dated events in the order of days; a place is an entity's id."""
        yield from self._rows(
            "SELECT e.date AS day, e.type, e.mode, e.reality, e.actors, e.recipients, e.place, e.text, r.id AS report, "
            "r.outlet FROM events e JOIN reports r ON r.number = e.report WHERE r.current AND e.date IS NOT NULL "
            "AND e.date >= coalesce(?1, e.date) AND e.date <= coalesce(?2, e.date) AND (?3 IS NULL OR e.place = ?3) "
            "ORDER BY e.date, e.type, r.number, e.start",
            (since, until, place),
        )

    def instruments(self) -> Iterator[dict[str, Any]]:
        """What reports say of instruments, those of one name together, in the order of days."""
        yield from self._rows(
            "SELECT i.name, i.kind, i.action, i.since, i.until, substr(r.published, 1, 10) AS day, r.id AS report, "
            "r.outlet FROM instruments i JOIN reports r ON r.number = i.report WHERE r.current "
            "ORDER BY i.kind, i.name, day, r.number",
            (),
        )

    def _rows(self, query: str, values: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        cursor = self._db.execute(query, values)
        for row in cursor:
            yield dict(zip((d[0] for d in cursor.get_description()), row, strict=True))

    def fail(self, origin: str, message: str, at: str) -> None:
        """Remember what could not be read and why; forgotten when it is read after all."""
        self._db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", (origin, message, at))

    def failures(self) -> list[tuple[str, str, str]]:
        """Origin, message and time of everything that could not be read."""
        return list(self._db.execute("SELECT origin, message, at FROM failures ORDER BY origin"))

    def counts(self) -> dict[str, int]:
        """How many of everything the desk holds."""
        tables = ("reports", "statements", "events", "tallies", "instruments", "links", "failures")
        found = {t: int(next(self._db.execute(f"SELECT count(*) FROM {t}"))[0]) for t in tables}
        (found["versions"],) = next(self._db.execute("SELECT count(*) FROM reports WHERE NOT current"))
        for language, count in self._db.execute("SELECT language, count(*) FROM reports GROUP BY 1 ORDER BY 1"):
            found[f"in {language}"] = count
        return found


_FILTERS = {
    "language": "r.language = ?",
    "outlet": "r.outlet LIKE ?",
    "since": "r.published >= ?",
    "until": "substr(r.published, 1, 10) <= ?",
    "source": "EXISTS (SELECT 1 FROM statements s WHERE s.report = r.number "
    "AND (s.source = ? OR s.label LIKE '%' || ? || '%'))",
    "place": "EXISTS (SELECT 1 FROM named n WHERE n.report = r.number AND n.entity = ?)",
    "act": "EXISTS (SELECT 1 FROM statements s WHERE s.report = r.number AND s.act = ?)",
}


def digest_of(title: str | None, text: str) -> str:
    """What tells one content from another: the sha256 of title and text."""
    return sha256(f"{title or ''}\n{text}".encode()).hexdigest()


@apsw.fts5.StringTokenizer
def _stems(_db: apsw.Connection, _arguments: list[str]) -> Any:
    def tokenize(text: str, _reason: int, _locale: str | None) -> Iterator[tuple[int, int, str]]:
        for word in split(text):
            yield word.start, word.end, stem(word.key)

    return tokenize


def _statement(number: int, record: Record, statement: Any) -> tuple[Any, ...]:
    text = " … ".join(record.text[c.start : c.end] for c in statement.content)
    start = statement.content[0].start if statement.content else None
    source = statement.source
    return (
        number, statement.id, statement.act, statement.quote, statement.date, statement.place, source.entity,
        source.label, start, text,
    )  # fmt: skip


def _tallies(number: int, record: Record) -> Iterator[tuple[Any, ...]]:
    quantities = {q.id: q for q in record.quantities}
    sources = {s.id: s.source.label for s in record.statements}
    for t in record.tallies:
        of = quantities[t.quantity]
        source = sources.get(t.statement or "")
        yield number, t.id, t.measure, of.value, t.place, t.since, t.as_of, source, of.start


def _events(number: int, record: Record) -> Iterator[tuple[Any, ...]]:
    names = {e.id: e.names.get("en", e.id) for e in record.entities}
    for e in record.events:
        sides = (", ".join(names.get(i, i) for i in ids) for ids in (e.actors, e.recipients))
        words = record.text[e.start : e.end]
        yield number, e.id, e.type, e.mode, e.date, e.place, e.reality, *sides, e.start, words


def _flat(row: Row) -> tuple[Any, ...]:
    spans = (*(row.source_span or (None, None)), *(row.target_span or (None, None)))
    return row.type, row.source, row.target, *spans, row.confidence, row.because


def _record(blob: bytes) -> Record:
    return msgspec.json.decode(decompress(blob), type=Record)


def _vectors(blob: bytes) -> NDArray[np.float32]:
    return np.frombuffer(blob, dtype=np.float16).reshape(-1, WIDTH).astype(np.float32)
