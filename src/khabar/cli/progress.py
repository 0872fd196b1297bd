"""What the person at the terminal sees meanwhile: messages, and a bar with rate and time left for a long run."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct

_MANY = 4
"""Fewer inputs than this need no bar."""


class Watch(Struct, frozen=True):
    """``step`` counts one report; ``tell`` prints a message on standard error without breaking the bar."""

    step: Callable[[], None]
    tell: Callable[[str], None]


@contextmanager
def watching(total: int | None, *, quiet: bool, apart: bool) -> Iterator[Watch]:
    """A bar on a terminal for many inputs (``total`` ``None``: nobody knows how many); plain messages otherwise.
    ``apart`` is false when the records themselves go to the same screen."""
    if quiet or not apart or not sys.stderr.isatty() or (total is not None and total < _MANY):
        yield Watch(step=lambda: None, tell=_tell)
        return
    with _bar(total) as watch:
        yield watch


@contextmanager
def _bar(total: int | None) -> Iterator[Watch]:
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second that most runs do not need
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True, highlight=False, markup=False)
    columns = (
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False, transient=True) as bar:
        task = bar.add_task("reading", total=total, rate="")

        def step() -> None:
            bar.advance(task)
            # Over the whole run: with several processes reports arrive in bursts.
            seconds = bar.tasks[0].elapsed or 0.0
            bar.update(task, rate=f"{bar.tasks[0].completed / seconds:.1f}/s" if seconds > 1 else "")

        yield Watch(step=step, tell=lambda message: console.print(message, soft_wrap=True))


def _tell(message: str) -> None:
    print(message, file=sys.stderr)
