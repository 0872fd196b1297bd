"""Samples on disk, and a reader without a model, for tests of what the command does with records."""

from pathlib import Path

import pytest

from khabar import report
from khabar.cli.sampling import shipped
from khabar.ingest.article import Article
from khabar.record import Record
from khabar.report import Report


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with the six samples."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, content in shipped().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records with metadata only; a text with BOOM in it meets a fault."""

    def read_article(article: Article, *, fast: bool = False) -> Report:
        if "BOOM" in article.text:
            raise ZeroDivisionError("boom")
        return Report(Record(id=article.id, language=article.language, title=article.title, text=article.text))

    monkeypatch.setattr(report, "read_article", read_article)
