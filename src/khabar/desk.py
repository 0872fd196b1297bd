"""``khabar.Desk``: thousands of reports in one file, what belongs together among them, and a search in three languages.
Here the store, the model of sentences and the relations meet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from msgspec import Struct

from khabar import models
from khabar.errors import DeskError, InputError
from khabar.ingest import inputs
from khabar.models import Meaning
from khabar.record import Record
from khabar.relations import digest, links
from khabar.relations.digest import Digest, Vectors
from khabar.relations.links import Link
from khabar.report import Report, read_all
from khabar.store.database import Database, Kept, Provenance, Row, digest_of
from khabar.text.languages import detect

CANDIDATES = 60
"""Reports nearest to a new one that it is compared with."""

_DEEP = 200  # reports of each ranking, by words and by meaning, that are weighed together
_WORDS = 0.15  # what the best fit of words adds to a likeness
_LEAST = 0.2  # likeness below which reports are not compared
_ANSWERS = 0.05  # likeness below which a report does not answer a question by its meaning


class Added(Struct, frozen=True, kw_only=True):
    """What became of one report: ``new``, ``known`` (its content is on the desk already) or a newer ``version``; the
    relations that it brought."""

    id: str
    outcome: str
    links: tuple[Link, ...] = ()


class Hit(Struct, frozen=True, kw_only=True):
    """An answer of a search: the report, the statement of it that answers best (its index) if one does, and a score."""

    record: Record
    statement: int | None
    score: float


class Desk:
    """A desk's file. Opened for reading and writing unless ``read_only``; a missing file is made.

    >>> desk = khabar.Desk("strikes.khabar")  # doctest: +SKIP
    >>> for added in desk.add(["news/"]): ...  # doctest: +SKIP
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open the file; ``DeskError`` when it is no desk."""
        self._db = Database(Path(path), read_only=read_only)
        self._numbers: list[int] = []
        self._gists: list[Vectors] = []

    def __enter__(self) -> "Desk":
        """The desk itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, sources: Iterable[str | Path], *, fast: bool = False) -> Iterator[Added | InputError]:
        """Read files, folders, JSON Lines and links and add what they hold, one report at a time; what fails is given
        as an ``InputError`` in its place, remembered, and the others go on."""
        for source in sources:
            for origin in _origins(source):
                for found in read_all([origin], fast=fast):
                    if isinstance(found, Report):
                        yield self.put(found.record, origin=origin, model=model_name(fast=fast))
                    else:
                        self.fail(origin, str(found))
                        yield found

    def put(self, record: Record, *, origin: str, model: str) -> Added:
        """Add one record that a model has read. When this returns, the report and its relations are on the disk."""
        if self._db.number_of(digest_of(record.title, record.text)) is not None:
            return Added(id=record.id, outcome="known")
        vectors = _vectors(record, models.load_meaning())
        number, outcome = self._db.next_number(), "new" if self._db.latest(record.id) is None else "version"
        found = list(self._compare(digest.make(record, vectors), self._db.latest(record.id)))
        rows = [_row(link, number, other) for link, other in found]
        provenance = Provenance(
            origin=origin, retrieved=_now(), reader=f"khabar {version('khabar')}, {model}", raw=_raw(origin)
        )
        self._db.put(record, vectors, rows, provenance, number)
        return Added(id=record.id, outcome=outcome, links=tuple(link for link, _ in found))

    def fail(self, origin: str, message: str) -> None:
        """Remember what could not be read and why."""
        self._db.fail(origin, message, _now())

    def _compare(self, new: Digest, version_of: int | None) -> Iterator[tuple[Link, int]]:
        """The relations of a new report to those nearest to it, each with the other's number."""
        self._load_gists()
        if not self._numbers:
            return
        likeness = np.array(self._gists) @ new.gist
        nearest = np.argsort(-likeness, kind="stable")[:CANDIDATES]
        numbers = [self._numbers[i] for i in nearest if likeness[i] >= _LEAST and self._numbers[i] != version_of]
        for kept in self._db.get(numbers):
            for link in links.between(new, _digest(kept)):
                yield link, kept.number

    def _load_gists(self) -> None:
        """Bring the vectors in memory up to the file's last report."""
        for number, _, gist in self._db.gists(self._numbers[-1] if self._numbers else 0):
            self._numbers.append(number)
            self._gists.append(gist)

    def relations(self) -> Iterator[Link]:
        """Every relation between current reports."""
        ids = self._db.ids()
        for row in self._db.links():
            yield Link(
                type=row.type,
                source=ids[row.source],
                target=ids[row.target],
                source_span=row.source_span,
                target_span=row.target_span,
                confidence=row.confidence,
                because=row.because,
            )

    def search(  # noqa: PLR0913  # one keyword a filter
        self,
        query: str,
        *,
        limit: int = 10,
        language: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        place: str | None = None,
        act: str | None = None,
    ) -> list[Hit]:
        """The reports that answer a question in any of the languages, best first: those that have its words and those
        near its meaning, weighed together. The filters are those of ``Database.matching``."""
        if not query.strip():
            raise DeskError("nothing to search for: give some words")
        allowed = self._db.matching(
            language=language, outlet=outlet, since=since, until=until, source=source, place=place, act=act
        )
        asked, worded = self._asked(query), self._db.having(query, _DEEP)
        numbers = {n for n in (*worded, *self._near(asked)) if allowed is None or n in allowed}
        scores = {
            number: _likeness(vectors, asked) + _WORDS * worded.get(number, 0.0)
            for number, vectors in self._db.vectors(numbers)
        }
        best = sorted(scores, key=lambda n: (-scores[n], n))[:limit]
        return [_hit(kept, asked, scores[kept.number]) for kept in self._db.get(best)]

    def _asked(self, query: str) -> Vectors:
        raw = models.load_meaning()([query])
        asked: Vectors = digest.centred(raw, detect(query), models.load_means())[0]
        return asked

    def _near(self, asked: Vectors) -> list[int]:
        self._load_gists()
        if not self._numbers:
            return []
        likeness = np.array(self._gists) @ asked
        order = np.argsort(-likeness, kind="stable")[:_DEEP]
        return [self._numbers[i] for i in order if likeness[i] >= _ANSWERS]

    def get(self, id: str) -> Record:
        """The current version of a report; ``DeskError`` when the desk has none of this id."""
        number = self._db.latest(id)
        if number is None:
            raise DeskError(f"{id}: no such report on this desk; look for it: khabar search DESK WORDS")
        return next(self._db.get([number])).record

    def records(self) -> Iterator[Record]:
        """Every current report."""
        for number, _, _ in self._db.gists():
            yield next(self._db.get([number])).record

    def sources(self, who: str) -> list[dict[str, Any]]:
        """What somebody has said: rows with report, outlet, language, day, id, source, act and text."""
        return list(self._db.said(who))

    def tallies(self, measure: str | None = None, place: str | None = None) -> list[dict[str, Any]]:
        """Figures by measure and day: rows with report, outlet, day, measure, value, place, since and source."""
        return list(self._db.figures(measure, place))

    def timeline(
        self, since: str | None = None, until: str | None = None, place: str | None = None
    ) -> list[dict[str, Any]]:
        """Dated events: rows with day, type, mode, reality, actors, recipients, place, text, report and outlet."""
        return list(self._db.happened(since, until, place))

    def instruments(self) -> list[dict[str, Any]]:
        """What was done with each instrument: rows with name, kind, action, since, until, day, report and outlet."""
        return list(self._db.instruments())

    def failures(self) -> list[tuple[str, str, str]]:
        """Origin, message and time of everything that could not be read."""
        return self._db.failures()

    def counts(self) -> dict[str, int]:
        """How many of everything the desk holds."""
        return self._db.counts()


def relate(records: Sequence[Record]) -> list[Link]:
    """Every relation between records at hand, without a desk."""
    meaning = models.load_meaning()
    digests = [digest.make(record, _vectors(record, meaning)) for record in records]
    return [link for a, b in combinations(digests, 2) for link in links.between(a, b)]


def model_name(*, fast: bool) -> str:
    """Name and version of the tagger, as provenance has it."""
    model = models.read_files(models.FAST if fast else models.FOLDER)
    return f"{model.name} {model.version}"


def _origins(source: str | Path) -> list[str]:
    """The files of a folder; anything else as it is."""
    if not Path(source).is_dir():
        return [str(source)]
    return [str(found.path) for found in inputs.find_inputs([source])]


def _vectors(record: Record, meaning: Meaning) -> Vectors:
    """Vectors of a record's texts, with the precision that the desk keeps."""
    found = digest.centred(meaning(digest.texts(record)), record.language, models.load_means())
    return found.astype(np.float16).astype(np.float32)


def _likeness(vectors: Vectors, asked: Vectors) -> float:
    """Of a report to a question: half by its gist, half by the best of its gist, statements and figures."""
    found = vectors @ asked
    return float(found[0] + found.max()) / 2


def _digest(kept: Kept) -> Digest:
    return digest.make(kept.record, kept.vectors)


def _row(link: Link, number: int, other: int) -> Row:
    return Row(
        type=link.type,
        source=number,
        target=other,
        source_span=link.source_span,
        target_span=link.target_span,
        confidence=link.confidence,
        because=link.because,
    )


def _hit(kept: Kept, asked: Vectors, score: float) -> Hit:
    """The hit with the statement that is nearest to the question, when one is nearer than the whole report."""
    made = _digest(kept)
    likeness = made.said_vectors @ asked
    best = int(likeness.argmax()) if len(likeness) else None
    if best is not None and likeness[best] < max(_LEAST, float(made.gist @ asked)):
        best = None
    said = None if best is None else kept.record.statements.index(made.said[best].statement)
    return Hit(record=kept.record, statement=said, score=round(score, 5))


@lru_cache(maxsize=4)
def _raw(origin: str) -> str | None:
    """The sha256 of a file's bytes (of many reports in one, read once); nothing for a link or standard input."""
    path = Path(origin)
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
