"""``khabar read``: inputs in, records out, and the exit status."""

import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain
from pathlib import Path

from msgspec import Struct

from khabar.cli import pool, progress, sinks, work
from khabar.errors import KhabarError
from khabar.ingest import inputs
from khabar.language import codes

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_WIDEST = 120


class Order(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line; ``output`` keeps its closing slash."""

    sources: tuple[str, ...]
    form: str
    output: str | None
    jobs: int
    quiet: bool
    language: str | None
    fast: bool = False


def run(order: Order) -> int:
    """Read everything. Returns the exit status: 0 all well, 1 some inputs failed, 2 wrong usage, 130 interrupted. A
    reader that goes away (``| head``) ends the run quietly."""
    if wrong := _misuse(order):
        return _fail(wrong, USAGE)
    try:
        return _read(order)
    except sinks.SeveralPagesError as error:
        return _fail(str(error), USAGE)
    except BrokenPipeError:
        _forget_stdout()
        return OK
    except KeyboardInterrupt:
        _forget_stdout()
        return INTERRUPTED
    except BrokenProcessPool:
        return _fail("a process was ended from outside, perhaps for want of memory: try fewer --jobs", FAILED)
    except OSError as error:
        return _fail(f"{error.filename or 'output'}: {error.strerror or error}", FAILED)
    except KhabarError as error:
        return _fail(str(error), FAILED)


def _read(order: Order) -> int:
    output = Path(order.output) if order.output else None
    sink = sinks.open_sink(output, order.form, named_folder=_names_folder(order.output))
    apart = order.output is not None or not sys.stdout.isatty()
    failed = False
    with progress.watching(count(order), quiet=order.quiet, apart=apart) as watch:
        for outcome in _outcomes(order):
            watch.step()
            failed |= outcome.error is not None
            for message in _messages(outcome, order):
                watch.tell(f"khabar: {message}")
            if outcome.error is None:
                sink.write(outcome.id, outcome.written)
        sink.finish()
    return FAILED if failed else OK


def _outcomes(order: Order) -> Iterator[work.Outcome]:
    tasks = work.tasks(order.sources, _layout(order), language=order.language, fast=order.fast)
    return chain.from_iterable(pool.ordered(work.read_task, tasks, jobs=order.jobs))


def _messages(outcome: work.Outcome, order: Order) -> Iterator[str]:
    if outcome.error is not None:
        yield outcome.error
    elif not order.quiet and order.form != "pretty":
        yield from (f"{outcome.id}: {note}" for note in outcome.notes)


def _layout(order: Order) -> work.Layout:
    on_screen = order.output is None and sys.stdout.isatty()
    color = on_screen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST) if on_screen else 100
    return work.Layout(form=order.form, width=width, color=color)


def _misuse(order: Order) -> str | None:
    """What is wrong with the command before anything is read."""
    if order.language is not None and order.language not in codes():
        return f"--language {order.language}: choose one of {', '.join(codes())}"
    if order.sources.count(inputs.STDIN) > 1:
        return "-: standard input can be read once only"
    if order.output is None or _names_folder(order.output):
        return None
    path = Path(order.output)
    if not path.parent.is_dir():
        return f"--output {order.output}: the folder {path.parent} does not exist"
    if path.is_file() and any(_same(path, source) for source in order.sources):
        return f"--output {order.output}: this is one of the inputs"
    return None


def _same(path: Path, source: str) -> bool:
    with suppress(OSError):
        return path.samefile(source)
    return False


def _names_folder(output: str | None) -> bool:
    return output is not None and output.endswith(("/", os.sep))


def count(order: Order) -> int | None:
    """How many reports there are, when that can be known without reading: for the bar only."""
    if order.quiet or not sys.stderr.isatty():
        return None
    links = sum(x.startswith(("http://", "https://")) for x in order.sources)
    found = [*inputs.find_inputs(x for x in order.sources if not x.startswith(("http://", "https://")))]
    streams = any(x.path is None or x.kind == "rows" for x in found)
    return None if streams else links + len(found)


def _fail(message: str, status: int) -> int:
    print(f"khabar: {message}", file=sys.stderr)
    return status


def _forget_stdout() -> None:
    """Nobody reads any more: let the interpreter's last flush go nowhere instead of complaining."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
