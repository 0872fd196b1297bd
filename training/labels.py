"""Labels made for this project. Those on others' texts are kept stand-off: ids, digests and offsets here, the texts
where they are published.

``labels/statements.jsonl`` holds reports labelled by the guidelines of the annotated reports, ``labels/names.jsonl``
the names in the annotated reports: ``{"id", "sha256" of the text, "lang", "statements" | "names": [[start, end,
type], …]}``. ``labels/written.jsonl`` holds reports written for this project, with their texts, in which
constructions that are rare in news stand closer together. ``labels/events.jsonl`` holds events by the same guidelines:
trigger, type, spans of actors, recipients and place, date, reality; of the annotated reports the spans alone.
"""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from training.folds import load_gold

_THAT = re.compile(r"that\s+", re.IGNORECASE)
LABELS = Path(__file__).parent / "labels"


def annotated(gold: Path) -> list[dict[str, Any]]:
    """The annotated reports with their names, in a fixed order."""
    names = {line["id"]: line for line in _lines("names")}
    return [{**row, **names[row["id"]]} if _fits(row, names.get(row["id"])) else row for row in load_gold(gold)]


def own(shared: Path) -> list[dict[str, Any]]:
    """The reports annotated for this project, with their texts from ``shared/reports``; one whose text is not there, or
    is another one, is left out and said."""
    texts = _reports(shared)
    lines = _lines("statements")
    found = [{**texts[line["id"]], **line} for line in lines if _fits(texts.get(line["id"]), line)]
    if len(found) < len(lines):
        print(f"{len(lines) - len(found)} of {len(lines)} labelled reports have no text in {shared / 'reports'}")
    return found


def _reports(shared: Path) -> dict[str, dict[str, Any]]:
    return {
        str(row["id"]): row
        for path in sorted((shared / "reports").glob("*.jsonl"))
        for row in map(json.loads, path.open(encoding="utf-8"))
    }


def with_events(gold: Path) -> list[dict[str, Any]]:
    """The annotated reports and those whose events were labelled for this project; each event with its ``parties``,
    the spans of ``actors`` and ``recipients``, where they are known."""
    grounded = {line["id"]: {e["id"]: e for e in line["events"]} for line in _lines("arguments")}
    rows = [_grounded(row, grounded.get(row["id"], {})) for row in annotated(gold)]
    texts = _reports(gold.parent)
    for line in _lines("events"):
        if _fits(texts.get(line["id"]), line):
            rows.append({**texts[line["id"]], **line, "events": [{**e, "parties": e} for e in line["events"]]})
    return rows


def _grounded(row: dict[str, Any], parties: dict[str, Any]) -> dict[str, Any]:
    return {**row, "events": [{**e, "parties": parties[e["id"]]} if e["id"] in parties else e for e in row["events"]]}


def written() -> list[dict[str, Any]]:
    """The reports written for this project."""
    return list(_lines("written"))


def polnear(gold: Path) -> list[dict[str, Any]]:
    """PolNeAR's training reports as gold rows: cue, source and content only. Of a cue or source in several parts the
    longest is taken; the conjunction that begins a content there stays outside."""
    with gzip.open(gold / "polnear-train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [{**r, "statements": [s for raw in r["statements"] if (s := _as_ours(raw, r["text"]))]} for r in rows]


def _as_ours(raw: dict[str, Any], text: str) -> dict[str, Any] | None:
    if not raw["cue"] or not raw["content"]:
        return None
    content = [list(span) for span in raw["content"]]
    if found := _THAT.match(text, content[0][0]):
        content[0][0] = min(found.end(), content[0][1] - 1)
    longest = {role: max(raw[role], key=lambda s: s[1] - s[0], default=None) for role in ("cue", "source")}
    return {**longest, "content": content}


def digest(*parts: Any) -> str:
    """A short digest of rows or settings."""
    whole = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(whole).hexdigest()[:16]


def _fits(row: dict[str, Any] | None, line: dict[str, Any] | None) -> bool:
    """Whether a line of labels was made on this row's text."""
    return bool(row and line and hashlib.sha256(row["text"].encode()).hexdigest() == line["sha256"])


def _lines(name: str) -> list[dict[str, Any]]:
    path = LABELS / f"{name}.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.is_file() else []
