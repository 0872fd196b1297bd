"""What can be typed: commands, options and help. The work is imported when a command runs and not before, for
``khabar --help`` must answer at once (docs/decisions/0004-start-up-time.md).
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="khabar",
    help="Who claimed what, through whom and when: reads news in Arabic, Persian and English.",
    epilog="Begin with: khabar samples news && khabar read news",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """What ``khabar read`` writes."""

    pretty = "pretty"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    plover = "plover"


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version as installed_version  # noqa: PLC0415

        typer.echo(f"khabar {installed_version('khabar')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Who claimed what, through whom and when: reads news in Arabic, Persian and English."""


@app.command()
def read(  # noqa: PLR0913, PLR0917  # an option of the command each
    inputs: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-", help="Files, folders, links, or - for standard input.")
    ],
    format: Annotated[
        Format,
        typer.Option("--format", "-f", help="json is one object for one report and JSON Lines for several; "
                     "plover is one event a line."),
    ] = Format.pretty,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="PATH", help="A file, or a folder that gets a file per "
                     "report: one that exists, or a name with a closing slash."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="The language of all inputs: ar, en or fa.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes; the order of the input is kept.")] = 1,
    fast: Annotated[
        bool, typer.Option("--fast", help="The small model: under twice the speed; a tenth fewer sources right.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings; errors stay.")] = False,
) -> None:  # fmt: skip
    """Read reports and print who said what, through whom and when.

    Takes HTML pages, plain text, and JSON Lines with "text" or "html" in each row; folders are read
    whole. Records go to standard output, messages to standard error. Exit status: 0 all well,
    1 some inputs failed, 2 wrong usage.

    \b
    Examples:
      khabar samples news
      khabar read news/port-ar.html
      khabar read news --format jsonl --jobs 2 > records.jsonl
      khabar read news/boats-en.txt --format html --output page.html
      cat news/boats-fa.txt | khabar read - --format json
    """
    from khabar.cli import reading  # noqa: PLC0415

    order = reading.Order(
        sources=tuple(inputs),
        form=format.value,
        output=output,
        jobs=jobs,
        quiet=quiet,
        language=language,
        fast=fast,
    )
    raise typer.Exit(reading.run(order))


@app.command()
def add(
    desk: Annotated[Path, typer.Argument(metavar="DESK", help="The desk's file; made when it is not there.")],
    inputs: Annotated[list[str], typer.Argument(metavar="PATH|URL|-", help="What khabar read takes.")],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read.")] = 1,
    fast: Annotated[bool, typer.Option("--fast", help="The small model, as in khabar read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors stay.")] = False,
) -> None:
    """Add reports to a desk and relate each to those that are there.

    What the desk has already is passed over; a changed report of the same name is kept as a newer version. A run that
    was interrupted has lost nothing: run it again. Exit status: 0 all well, 1 some inputs failed.

    \b
    Examples:
      khabar samples news
      khabar add harbour.khabar news
    """
    from khabar.cli import desking  # noqa: PLC0415

    order = desking.Additions(desk=desk, sources=tuple(inputs), jobs=jobs, quiet=quiet, fast=fast)
    raise typer.Exit(desking.add(order))


class Lines(StrEnum):
    """What the commands of a desk print."""

    text = "text"
    jsonl = "jsonl"


DeskFile = Annotated[Path, typer.Argument(metavar="DESK", help="The desk's file.")]
LineFormat = Annotated[Lines, typer.Option("--format", "-f", help="Text for people, or one JSON object a line.")]


@app.command()
def relate(desk: DeskFile, format: LineFormat = Lines.text) -> None:
    """Print how the reports of a desk belong together: one event, copies, translations, statements told
    twice or denied, figures that agree, conflict or are newer.

    \b
    Example:
      khabar relate harbour.khabar --format jsonl
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.relate(desk, format.value))


@app.command()
def search(  # noqa: PLR0913, PLR0917  # an option of the command each
    desk: DeskFile,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="In Arabic, Persian or English.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Answers at most.")] = 10,
    language: Annotated[str | None, typer.Option("--language", "-l", help="Language of the reports.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Name of the outlet.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day of publication, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day of publication.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Who is quoted: a name or an id.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="A place's id, such as place:iraq.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="An act of speech, such as deny.")] = None,
    format: LineFormat = Lines.text,
) -> None:
    """Find reports and statements by words and by meaning, whatever the language of the question.

    \b
    Examples:
      khabar search harbour.khabar "who denied the fire in the port"
      khabar search harbour.khabar قوارب الصيد --language fa --limit 3
    """
    from khabar.cli import desking  # noqa: PLC0415

    filters = {
        "language": language,
        "outlet": outlet,
        "since": since,
        "until": until,
        "source": source,
        "place": place,
        "act": act,
    }
    raise typer.Exit(desking.search(desk, " ".join(words), limit, format.value, filters))


@app.command()
def disputes(desk: DeskFile, format: LineFormat = Lines.text) -> None:
    """Print where the accounts of a desk part: denials and figures that conflict, with both texts.

    \b
    Example:
      khabar disputes harbour.khabar
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.disputes(desk, format.value))


@app.command()
def sources(
    desk: DeskFile,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A name, or an entity's id.")],
    format: LineFormat = Lines.text,
) -> None:
    """Print what somebody has said, across reports and languages, in the order of days.

    \b
    Example:
      khabar sources harbour.khabar "Ports Authority"
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.rows(desk, format.value, lambda d: d.sources(who), desking.said_line))


@app.command()
def tallies(
    desk: DeskFile,
    measure: Annotated[str | None, typer.Option("--measure", "-m", help="Such as killed, injured, attacks.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="A place's id, such as place:iraq.")] = None,
    format: LineFormat = Lines.text,
) -> None:
    """Print figures by measure and day with their sources, and a bar for each.

    \b
    Example:
      khabar tallies harbour.khabar --measure killed
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.tallies(desk, format.value, measure, place))


@app.command()
def timeline(
    desk: DeskFile,
    since: Annotated[str | None, typer.Option("--since", help="First day of the events, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day of the events.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="A place's id, such as place:iraq.")] = None,
    format: LineFormat = Lines.text,
) -> None:
    """Print dated events in the order of days.

    \b
    Example:
      khabar timeline harbour.khabar --since 2025-11-01
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.rows(desk, format.value, lambda d: d.timeline(since, until, place), desking.event_line))


@app.command()
def instruments(desk: DeskFile, format: LineFormat = Lines.text) -> None:
    """Print states of emergency, sanctions, truces, laws and the like: what was done with them, since when, until when.

    \b
    Example:
      khabar instruments harbour.khabar
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.rows(desk, format.value, lambda d: d.instruments(), desking.instrument_line))


@app.command()
def show(
    desk: DeskFile,
    id: Annotated[str, typer.Argument(metavar="ID", help="The report's id, as search prints it.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="pretty or json.")] = Format.pretty,
) -> None:
    """Print one report of a desk.

    \b
    Example:
      khabar show harbour.khabar port-en.html
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.show(desk, id, format.value))


@app.command()
def export(desk: DeskFile) -> None:
    """Print the records of a desk, one a line.

    \b
    Example:
      khabar export harbour.khabar > records.jsonl
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.export(desk))


@app.command()
def stats(desk: DeskFile, format: LineFormat = Lines.text) -> None:
    """Print what a desk holds, and what could not be read and why.

    \b
    Example:
      khabar stats harbour.khabar
    """
    from khabar.cli import desking  # noqa: PLC0415

    raise typer.Exit(desking.stats(desk, format.value))


@app.command()
def samples(
    folder: Annotated[Path | None, typer.Argument(help="Where to copy them; without it they are only listed.")] = None,
) -> None:
    """Copy six invented sample reports, two in each language, to try Khabar on.

    \b
    Examples:
      khabar samples
      khabar samples news
    """
    from khabar.cli import sampling  # noqa: PLC0415

    raise typer.Exit(sampling.run(folder))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the records.

    \b
    Example:
      khabar schema > khabar-record.schema.json
    """
    from khabar.cli import describing  # noqa: PLC0415

    describing.print_schema(sys.stdout)


@app.command()
def doctor() -> None:
    """Check the installation: versions, languages, the model, and a reading of one sample.

    \b
    Example:
      khabar doctor
    """
    from khabar.cli import doctoring  # noqa: PLC0415

    raise typer.Exit(doctoring.run(sys.stdout))


kb = typer.Typer(
    name="kb", help="The knowledge base of people, posts, bodies, media and places, and your own rows in it.",
    no_args_is_help=True, rich_markup_mode=None, context_settings={"max_content_width": 100},
)  # fmt: skip
app.add_typer(kb)

Why = Annotated[str, typer.Option("--why", help="How you know; kept with the row.")]


@kb.command("find")
def kb_find(name: Annotated[str, typer.Argument(help="A name in any of the three scripts.")]) -> None:
    """Find somebody or something by a name: written so, with the same consonants, or nearly so.

    \b
    Examples:
      khabar kb find Blinken
      khabar kb find 'وزارة الخارجية الإيرانية'
    """
    from khabar.cli import basing  # noqa: PLC0415

    raise typer.Exit(basing.find(name))


@kb.command("add")
def kb_add(  # noqa: PLR0913, PLR0917  # a column of the table each
    type: Annotated[str, typer.Argument(help="person, organisation, group, media or place.")],
    en: Annotated[str, typer.Option("--en", help="English names, the usual one first, joined with |.")],
    why: Why,
    ar: Annotated[str, typer.Option("--ar", help="Arabic names, joined with |.")] = "",
    fa: Annotated[str, typer.Option("--fa", help="Persian names, joined with |.")] = "",
    country: Annotated[str, typer.Option("--country", help="Its country, as an ISO 3166 code.")] = "",
    role: Annotated[str, typer.Option("--role", help="What a person is: judge, minister of trade.")] = "",
    since: Annotated[str, typer.Option("--since", help="Known or founded since, YYYY.")] = "",
) -> None:  # fmt: skip
    """Add an entity to your own base, which lies beside the packaged one and wins.

    \b
    Example:
      khabar kb add person --en 'Samir Haddad' --ar 'سمير حداد' --role judge --why 'court list 2024'
    """
    from khabar.cli import basing  # noqa: PLC0415

    other = {"country": country, "role": role, "since": since}
    raise typer.Exit(basing.add(type, {"en": en, "ar": ar, "fa": fa}, why, other))


@kb.command("merge")
def kb_merge(
    gone: Annotated[str, typer.Argument(help="The id that goes.")],
    into: Annotated[str, typer.Argument(help="The id that stays.")],
    why: Why,
) -> None:
    """Make two ids one: names and posts of the first go to the second.

    \b
    Example:
      khabar kb add person --en Blinkn --why typo && khabar kb merge person:blinkn person:antony-blinken --why typo
    """
    from khabar.cli import basing  # noqa: PLC0415

    raise typer.Exit(basing.merge(gone, into, why))


@kb.command("split")
def kb_split(
    id: Annotated[str, typer.Argument(help="The id that holds two bearers.")],
    en: Annotated[str, typer.Option("--en", help="English name of the new entity.")],
    why: Why,
    forms: Annotated[list[str] | None, typer.Option("--form", help="A written form that goes with it.")] = None,
) -> None:
    """Make one id two: the named forms go to a new entity.

    \b
    Example:
      khabar kb split person:george-w-bush --en 'George Bush' --form 'جورج بوش' --why 'father and son'
    """
    from khabar.cli import basing  # noqa: PLC0415

    raise typer.Exit(basing.split(id, en, forms or [], why))


@kb.command("import")
def kb_import(
    path: Annotated[Path, typer.Argument(help="A Wikidata JSON extract, FollowTheMoney entities, or CSV.")],
    why: Annotated[str | None, typer.Option("--why", help="How the rows are known; default: the file's name.")] = None,
) -> None:
    """Import entities. Of CSV the first line names the columns: type, en, and ar, fa, role, country, since, until.

    \b
    Example:
      printf 'type,en,role\\nperson,Lena Osman,judge\\n' > list.csv && khabar kb import list.csv
    """
    from khabar.cli import basing  # noqa: PLC0415

    raise typer.Exit(basing.add_all(path, why))


@kb.command("check")
def kb_check() -> None:
    """List doubts: one name of two people, rows that may be one bearer, posts with two holders at once.

    \b
    Example:
      khabar kb check
    """
    from khabar.cli import basing  # noqa: PLC0415

    raise typer.Exit(basing.check())
