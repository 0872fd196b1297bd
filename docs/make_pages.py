"""Writes docs/commands.md, and the output and figures shown in README.md and the model card: ``make docs``. Tests fail
when they are stale.

The command page is made from the signatures and docstrings in ``khabar.cli.app``, not from printed help, for its layout
changes with the version of typer.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from khabar import models, report
from khabar.cli.app import app
from khabar.cli.sampling import shipped
from khabar.export import pretty
from khabar.ingest import inputs

COMMANDS = Path(__file__).with_name("commands.md")
README = Path(__file__).parents[1] / "README.md"
_EXCERPT = re.compile(r"(<!-- sample: (\S+) -->\n```text\n)(.*?)(```)", re.DOTALL)
_LINES, _FIGURES = 30, 6
CARD = Path(models.__file__).with_name("tagger") / "README.md"
EVENTS = Path(__file__).with_name("events.md")
SCORES = Path(__file__).parents[1] / "eval" / "cv.json"
_TABLE = re.compile(r"(<!-- (figures|names|reliability|events) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
_LANGUAGES = {"ar": "Arabic", "fa": "Persian", "en": "English"}
_LAYERS = (
    ("statements", "statements found, F1"), ("attributed", "… with the right source, F1"),
    ("relays", "relays, F1"), ("statements.cue", "cue, share right"),
    ("statements.quote", "kind of quotation, share right"), ("statements.act", "act, share right"),
    ("dates", "dates with value, F1"), ("quantities", "quantities, F1"), ("tallies", "tallies, F1"),
)  # fmt: skip

_OF_EVENTS = (
    ("events", "events, "), ("events.who", "who, F1"), ("events.place", "place, share right"),
    ("events.date", "date, share right"), ("events.reality", "reality, share right"),
)  # fmt: skip
_RATES = {"f1": "F1", "p": "precision", "r": "recall"}


def readme(text: str) -> str:
    """The README with the first lines of what ``khabar read`` prints for the sample that it names."""
    return _EXCERPT.sub(lambda found: f"{found[1]}{_printed(found[2])}{found[4]}", text)


def figures(text: str) -> str:
    """A page with the out-of-fold figures of ``eval/cv.json`` in its tables."""
    measured = json.loads(SCORES.read_text("utf-8"))
    tables = {"figures": _scores, "names": _names, "reliability": _reliability, "events": _events}
    return _TABLE.sub(lambda found: f"{found[1]}{chr(10).join(tables[found[2]](measured))}\n{found[3]}", text)


def _scores(measured: dict[str, Any]) -> Iterator[str]:
    yield from _head("", *_LANGUAGES.values())
    for key, name in _LAYERS:
        yield _line(name, *(_score(measured["scores"][c], key) for c in _LANGUAGES))


def _events(measured: dict[str, Any]) -> Iterator[str]:
    yield from _head("", *_LANGUAGES.values())
    for key, name in _OF_EVENTS:
        for rate in ("f1", "p", "r") if key == "events" else ("f1",):
            rows = (measured["scores"][c][key] for c in _LANGUAGES)
            cells = (f"{row.get(rate, row.get('share')):.2f}" for row in rows)
            yield _line(name + (_RATES[rate] if key == "events" else ""), *cells)
    lexicon = (measured["events_by_lexicon"][c] for c in _LANGUAGES)
    yield _line("the lexicon alone, F1", *(f"{x['f1']:.2f}" for x in lexicon))


def _names(measured: dict[str, Any]) -> Iterator[str]:
    yield from _head("", "precision", "recall", "F1", "names")
    rows = measured["names"]
    for key in (*_LANGUAGES, *(k for k in rows if k not in _LANGUAGES)):
        row = rows[key]
        yield _line(_LANGUAGES.get(key, key), *(f"{row[x]:.2f}" for x in ("p", "r", "f1")), str(row["gold"]))


def _reliability(measured: dict[str, Any]) -> Iterator[str]:
    yield from _head("confidence", "mean", "right", "statements")
    for band in measured["reliability"]:
        span = f"{band['from']:.1f} to {band['to']:.1f}"
        yield _line(span, f"{band['said']:.2f}", f"{band['right']:.2f}", str(band["of"]))


def _head(*cells: str) -> tuple[str, str]:
    return _line(*cells), _line(*("---" for _ in cells))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |" if cells[0] else f"|{' | '.join(cells)} |"


def _score(table: dict[str, Any], key: str) -> str:
    return f"{table[key].get('f1', table[key].get('share')):.2f}" if key in table else "–"


def _printed(name: str) -> str:
    article = inputs.build(shipped()[name], id=name, kind="html" if name.endswith(".html") else "text")
    lines = pretty.render(report.read_article(article).record).splitlines()
    figures = lines.index("Figures") if "Figures" in lines else len(lines)
    end = next((n for n, line in enumerate(lines) if n > figures and not line), len(lines))
    return "\n".join((*lines[:_LINES], "…", *lines[figures:end][:_FIGURES], "…")) + "\n"


def commands() -> str:
    """The command page in Markdown."""
    assert app.registered_callback is not None
    root = app.registered_callback.callback
    groups = [("", app), *((f"{g.typer_instance.info.name} ", g.typer_instance) for g in app.registered_groups)]
    known = [
        (before + (c.name or c.callback.__name__), c.callback)
        for before, group in groups
        for c in group.registered_commands
        if c.callback
    ]
    head = ("# Commands", "Written by `make docs` from the help texts; do not edit.", inspect.getdoc(root))
    parts = (*head, _table(root), *(part for name, command in sorted(known) for part in _command(name, command)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _command(name: str, command: Callable[..., Any]) -> Iterator[str]:
    said, _, examples = (inspect.getdoc(command) or "").partition("\b\n")
    yield f"## khabar {name}"
    yield f"`{' '.join(('khabar', name, '[OPTIONS]', *_arguments(command)))}`"
    yield "\n\n".join(" ".join(paragraph.split()) for paragraph in said.strip().split("\n\n"))
    yield _table(command)
    yield "```sh\n" + inspect.cleandoc("\n" + examples.partition("\n")[2]) + "\n```"


def _parameters(command: Callable[..., Any] | None) -> Iterator[tuple[str, Any, Any, Any]]:
    """Name, type, typer's settings and default of each parameter."""
    assert command is not None
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind, settings, *_ = get_args(hints[name])
        yield name, kind, settings, parameter.default


def _arguments(command: Callable[..., Any]) -> Iterator[str]:
    for name, kind, settings, default in _parameters(command):
        if isinstance(settings, ArgumentInfo):
            shown = settings.metavar or name.upper()
            several = f"{shown}..." if str(kind).startswith("list") else shown
            yield several if default is inspect.Parameter.empty else f"[{several}]"


def _table(command: Callable[..., Any] | None) -> str:
    rows = [_row(*parameter) for parameter in _parameters(command)]
    return "\n".join(("| | |", "| --- | --- |", *rows)) if rows else ""


def _row(name: str, kind: Any, settings: Any, default: Any) -> str:
    if not isinstance(settings, OptionInfo):
        return f"| {(settings.metavar or name.upper()).replace('|', ', ')} | {settings.help} |"
    # In an Annotated the first name arrives where the default would stand.
    names = sorted((settings.default, *(settings.param_decls or ())), key=len)
    choices = f" One of {', '.join(kind)}." if isinstance(kind, type) and issubclass(kind, Enum) else ""
    told = "" if default in (None, False) else f" Default: {default}."
    return f"| {', '.join(f'`{x}`' for x in names)} | {settings.help}{choices}{told} |"


if __name__ == "__main__":
    COMMANDS.write_text(commands(), "utf-8")
    if models.FOLDER.is_dir():
        README.write_text(figures(readme(README.read_text("utf-8"))), "utf-8")
        EVENTS.write_text(figures(EVENTS.read_text("utf-8")), "utf-8")
        CARD.write_text(figures(CARD.read_text("utf-8")), "utf-8")
