"""A desk through its door: what goes in stays in, once, and is found again in any language."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import khabar
from khabar import Desk, DeskError, InputError


@pytest.fixture(scope="session")
def news(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    subprocess.run([sys.executable, "-m", "khabar.cli", "samples", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def filled(news: Path, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "harbour.khabar"
    with Desk(path) as desk:
        assert [a.outcome for a in desk.add([news])] == ["new"] * 6
    return path


def test_add_passes_over_what_is_there(filled: Path, news: Path) -> None:
    with Desk(filled) as desk:
        assert [a.outcome for a in desk.add([news])] == ["known"] * 6
        assert desk.counts()["reports"] == 6


def test_record_comes_back_as_it_was_read(filled: Path, news: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        assert desk.get("port-en.html") == khabar.read(news / "port-en.html").record


def test_changed_report_is_kept_as_a_newer_version(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    with Desk(tmp_path / "d.khabar") as desk:
        for text in ("The minister said on Monday that ten people died.", "The minister said that twelve people died."):
            page.write_text(text)
            (added,) = desk.add([page])
        assert (added.outcome, desk.counts()["reports"], desk.counts()["versions"]) == ("version", 2, 1)
        assert "twelve" in desk.get("report.txt").text
        assert [r.id for r in desk.records()] == ["report.txt"]


def test_failed_input_is_remembered_until_it_is_read(tmp_path: Path) -> None:
    page = tmp_path / "late.txt"
    with Desk(tmp_path / "d.khabar") as desk:
        (error,) = desk.add([page])
        assert isinstance(error, InputError)
        assert [origin for origin, _, _ in desk.failures()] == [str(page)]
        page.write_text("The minister said that ten people died.")
        assert [a.outcome for a in desk.add([page])] == ["new"]
        assert desk.failures() == []


ASKED = [
    ("who denied that a drone hit the grain silo", "port-"),
    ("انفجار صومعة الحبوب في ميناء أم قصر", "port-"),
    ("انفجار سیلوی غلات در بندر ام‌قصر", "port-"),
    ("attacks on fishing boats in the northern Gulf", "boats-"),
    ("الهجمات على قوارب الصيد", "boats-"),
    ("حمله به قایق‌های صیادی", "boats-"),
]


@pytest.mark.parametrize(("query", "affair"), ASKED, ids=[q for q, _ in ASKED])
def test_question_finds_reports_in_its_own_and_in_another_language(query: str, affair: str, filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        found = [hit.record for hit in desk.search(query, limit=3)]
    right = [r for r in found if r.id.startswith(affair)]
    assert right[0] == found[0]
    assert len({r.language for r in right}) > 1


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"language": "fa"}, {"port-fa.html", "boats-fa.txt"}),
        ({"until": "2025-11-15"}, {"port-ar.html", "port-en.html", "port-fa.html"}),
        ({"outlet": "The Gulf Ledger"}, {"port-en.html"}),
        ({"source": "Adel al-Muhairi", "language": "en"}, {"boats-en.txt"}),
    ],
    ids=lambda x: next(iter(x)) if isinstance(x, dict) else "",
)
def test_search_keeps_to_its_filters(filters: dict[str, str], ids: set[str], filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        found = {hit.record.id for hit in desk.search("attack explosion killed", **filters)}
    assert found <= ids


def test_search_shows_the_statement_that_answers(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        hit = desk.search("no aircraft was detected over the port", language="en", limit=1)[0]
    assert hit.statement is not None
    content = hit.record.statements[hit.statement].content[0]
    assert "aircraft" in hit.record.text[content.start : content.end]


def test_words_are_found_in_any_spelling(tmp_path: Path) -> None:
    with Desk(tmp_path / "d.khabar") as desk:
        desk.put(khabar.read_text("قال الوزير إن المدرسة ستُفتح غدا.").record, origin="x", model="m")
        assert desk.search("المدرسه", limit=1)
        assert desk.search("مدرسة", limit=1)


def test_sources_gives_what_somebody_said_in_every_language(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        found = desk.sources("Ports Authority")
    assert {"en"} <= {row["language"] for row in found}
    assert "deny" in {row["act"] for row in found}
    assert [row["day"] or "" for row in found] == sorted(row["day"] or "" for row in found)


def test_tallies_keep_to_their_measure(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        killed, everything = desk.tallies("killed"), desk.tallies()
    assert {row["measure"] for row in killed} == {"killed"}
    assert {42.0, 40.0} <= {row["value"] for row in killed}
    assert len(everything) > len(killed)


def test_timeline_keeps_to_its_days(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        days = [row["day"] for row in desk.timeline(since="2025-11-10", until="2025-11-11")]
    assert days
    assert all("2025-11-10" <= day <= "2025-11-11" for day in days)


def test_instruments_tell_what_was_done(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk:
        assert all(row["action"] and row["report"] for row in desk.instruments())


def test_empty_question_is_refused(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk, pytest.raises(DeskError, match="some words"):
        desk.search("  ")


def test_unknown_report_is_named(filled: Path) -> None:
    with Desk(filled, read_only=True) as desk, pytest.raises(DeskError, match=r"nowhere\.txt"):
        desk.get("nowhere.txt")


def test_other_files_are_no_desk(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>not a desk</p>")
    with pytest.raises(DeskError, match="not a desk"):
        Desk(page)
    assert page.read_text() == "<p>not a desk</p>"


def test_missing_desk_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no such desk"):
        Desk(tmp_path / "d.khabar", read_only=True)
    assert not list(tmp_path.iterdir())


def test_readers_work_while_a_writer_adds(tmp_path: Path) -> None:
    with Desk(tmp_path / "d.khabar") as writer, Desk(tmp_path / "d.khabar", read_only=True) as reader:
        for number in range(3):
            writer.put(khabar.read_text(f"The minister said {number}.", id=f"r{number}").record, origin="x", model="m")
            assert reader.counts()["reports"] == number + 1


ADDER = """
import sys
from khabar import Desk
from khabar.record import Record
with Desk(sys.argv[1]) as desk:
    for n in range(int(sys.argv[2]), 10_000):
        desk.put(Record(id=f"r{n}", language="en", text=f"Report {n} of the ministry."), origin="x", model="m")
        print(n, flush=True)
"""


def test_kill_loses_nothing_that_was_acknowledged_and_doubles_nothing(tmp_path: Path) -> None:
    path, last = tmp_path / "d.khabar", -1
    for _ in range(4):
        run = subprocess.Popen([sys.executable, "-c", ADDER, path, "0"], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        first = run.stdout.readline()
        time.sleep(0.3)
        os.kill(run.pid, signal.SIGKILL)
        last = max([last, int(first), *(int(x) for x in run.stdout.read().split()[:-1])])
        run.wait()
        with Desk(path, read_only=True) as desk:
            ids = [r.id for r in desk.records()]
        assert len(ids) == len(set(ids)) >= last + 1
