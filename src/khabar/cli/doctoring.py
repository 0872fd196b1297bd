"""``khabar doctor``: is this installation whole?"""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TextIO

from khabar import models, report
from khabar.cli import sampling
from khabar.errors import KhabarError
from khabar.ingest import inputs
from khabar.ingest.article import Article
from khabar.language import codes, settings

_PARTS = ("onnxruntime", "numpy", "tokenizers", "trafilatura", "msgspec", "typer", "rich")
_SAMPLE = "boats-en.txt"


def run(stream: TextIO) -> int:
    """Write one line a check; the exit status is 1 when a check failed."""
    well = True
    for good, line in _checks():
        stream.write(f"{'ok  ' if good else 'FAIL'}  {line}\n")
        well &= good
    return 0 if well else 1


def _checks() -> Iterator[tuple[bool, str]]:
    yield True, f"khabar {version('khabar')}, Python {platform.python_version()}, {platform.platform()}"
    yield from (_installed(name) for name in _PARTS)
    yield True, "languages: " + ", ".join(f"{settings(code)['name']} ({code})" for code in codes())
    yield from (_model(folder) for folder in (models.FOLDER, models.FAST, models.MEANING))
    yield _reading()


def _installed(name: str) -> tuple[bool, str]:
    try:
        return True, f"{name} {version(name)}"
    except PackageNotFoundError:
        return False, f"{name} is not installed: pip install --force-reinstall khabar"


def _model(folder: Path) -> tuple[bool, str]:
    try:
        wrong = models.check(folder)
        manifest = models.read_files(folder)
    except KhabarError as error:
        return False, f"model: {error}"
    return (
        (False, f"model: {'; '.join(wrong)}")
        if wrong
        else (True, f"model {manifest.name} {manifest.version}, files whole")
    )


def _reading() -> tuple[bool, str]:
    try:
        article: Article = inputs.build(sampling.shipped()[_SAMPLE], id=_SAMPLE)
        count = len(report.read_article(article).record.statements)
    except Exception as error:  # whatever breaks is what a doctor is there to say
        return False, f"reading {_SAMPLE}: {type(error).__name__}: {error}"
    return count > 0, f"reading {_SAMPLE}: {count} statements"
