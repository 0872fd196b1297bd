"""The labels of this project: whole, on the right words, in all three languages."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from khabar.record import Act, QuoteKind
from training import labels

LANGUAGES = ("ar", "fa", "en")
WRITTEN = labels.written()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_were_written_in_each_language(language: str) -> None:
    assert sum(row["lang"] == language for row in WRITTEN) >= 20


@pytest.mark.parametrize("row", WRITTEN, ids=lambda r: r["id"])
def test_spans_of_a_written_report_stand_in_its_text(row: dict[str, Any]) -> None:
    for statement in row["statements"]:
        spans = [
            statement["cue"],
            statement["source"],
            statement["relay"],
            statement["addressee"],
            *statement["content"],
        ]
        for start, end in filter(None, spans):
            words = row["text"][start:end]
            assert 0 <= start < end <= len(row["text"])
            assert words == words.strip()
        assert statement["content"]
        assert statement["act"] in get_args(Act)
        assert statement["quote"] in get_args(QuoteKind)


def test_written_reports_hold_every_act() -> None:
    acts = Counter(s["act"] for row in WRITTEN for s in row["statements"])
    assert set(acts) == set(get_args(Act))


@pytest.mark.parametrize("name", ["statements", "names"])
def test_labels_on_others_texts_hold_no_text(name: str) -> None:
    lines = (labels.LABELS / f"{name}.jsonl").read_text("utf-8").splitlines()
    assert lines
    for line in map(json.loads, lines):
        assert len(line["sha256"]) == 64
        assert "text" not in line


def test_labels_go_to_the_text_they_were_made_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    rows = [{"id": i, "lang": "en", "text": f"{i} said so."} for i in ("a", "b")]
    (tmp_path / "reports/en.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    monkeypatch.setattr(labels, "LABELS", tmp_path)
    right = hashlib.sha256(b"a said so.").hexdigest()
    marked = [
        {"id": "a", "sha256": right, "statements": []},
        {"id": "b", "sha256": "0" * 64, "statements": []},
        {"id": "c", "sha256": right, "statements": []},
    ]
    (tmp_path / "statements.jsonl").write_text("".join(json.dumps(r) + "\n" for r in marked))
    assert [r["id"] for r in labels.own(tmp_path)] == ["a"]
