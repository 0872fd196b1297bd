"""The work of ``khabar read``, cut into tasks that can go to other processes, and what comes back of each."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from khabar import report
from khabar.errors import InputError, KhabarError, ModelError
from khabar.export import html, jsonl, plover, pretty
from khabar.ingest import inputs
from khabar.ingest.article import Article
from khabar.record import Record


class Layout(Struct, frozen=True, kw_only=True):
    """How records are written: ``form`` pretty, json, jsonl or html; ``width`` (cells) and ``color`` are for pretty."""

    form: str
    width: int = 100
    color: bool = False


class Task(Struct, frozen=True, kw_only=True):
    """One report: a file still to be opened, an article, or the reason why there is none."""

    item: inputs.Input | Article | InputError
    language: str | None
    layout: Layout
    fast: bool = False


class Outcome(Struct, frozen=True, kw_only=True):
    """One report as it will be written, or what is wrong with it; ``origin`` is the file or link it came from."""

    origin: str = ""
    id: str = ""
    written: str = ""
    notes: tuple[str, ...] = ()
    error: str | None = None


def tasks(sources: Iterable[str], layout: Layout, *, language: str | None, fast: bool = False) -> Iterator[Task]:
    """The work in order. Pages and texts are opened by whoever reads them; JSON Lines, standard input and links, which
    are streams, are cut up here."""
    for item in _items(sources, language):
        yield Task(item=item, language=language, layout=layout, fast=fast)


def read_task(task: Task) -> tuple[Outcome, ...]:
    """Read and render. A failure is an outcome; only a broken model, which no report survives, is raised."""
    items = _articles(task.item, task.language) if isinstance(task.item, inputs.Input) else (task.item,)
    return tuple(replace(_outcome(item, task), origin=_origin(task.item, item)) for item in items)


def _origin(source: inputs.Input | Article | InputError, item: Article | InputError) -> str:
    if isinstance(source, inputs.Input):
        return str(source.path or source.name)
    return (item.url or item.id) if isinstance(item, Article) else str(item).partition(":")[0]


def _items(sources: Iterable[str], language: str | None) -> Iterator[inputs.Input | Article | InputError]:
    for source in sources:
        if source.startswith(("http://", "https://")):
            yield from report.articles([source], language=language)
            continue
        for found in inputs.find_inputs([source]):
            if found.path is None or found.kind == "rows":
                yield from _articles(found, language)
            else:
                yield found


def _articles(source: inputs.Input, language: str | None) -> Iterator[Article | InputError]:
    try:
        yield from inputs.read_articles(source, language=language)
    except Exception as error:  # a page that breaks a parser must not end the run
        yield InputError(f"{source.name}: {_fault(error)}")


def _outcome(item: Article | InputError, task: Task) -> Outcome:
    if isinstance(item, InputError):
        return Outcome(error=str(item))
    try:
        record = report.read_article(item, fast=task.fast).record
        return Outcome(id=record.id, written=_render(record, task.layout), notes=record.warnings)
    except ModelError:
        raise
    except KhabarError as error:
        return Outcome(error=str(error))
    except Exception as error:  # told with its kind; the other reports go on
        return Outcome(error=f"{item.id}: {_fault(error)}")


def _fault(error: Exception) -> str:
    return f"a fault in Khabar, please report it: {type(error).__name__}: {error}"


def _render(record: Record, layout: Layout) -> str:
    if layout.form == "pretty":
        return pretty.render(record, width=layout.width, color=layout.color)
    if layout.form == "html":
        return html.render(record)
    return plover.lines(record) if layout.form == "plover" else jsonl.line(record) + "\n"
