import gzip
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from khabar.cli import reading
from khabar.cli.sampling import shipped
from khabar.record import Record

pytestmark = pytest.mark.usefixtures("no_model")


def run(*sources: object, form: str = "jsonl", **more: Any) -> int:
    options = {"output": None, "jobs": 1, "quiet": False, "language": None, **more}
    return reading.run(reading.Order(sources=tuple(map(str, sources)), form=form, **options))


def records(out: str) -> list[Record]:
    return [msgspec.json.decode(line, type=Record) for line in out.splitlines()]


def test_folder_gives_a_line_for_each_report_in_order(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(news) == 0
    assert [r.id for r in records(capsys.readouterr().out)] == list(shipped())


def test_one_report_as_json_is_one_indented_object(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(news / "boats-en.txt", form="json") == 0
    out = capsys.readouterr().out
    assert out.startswith('{\n  "format": "khabar/1"')
    assert json.loads(out)["id"] == "boats-en.txt"


def test_several_reports_as_json_are_json_lines(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(news, form="json") == 0
    assert len(records(capsys.readouterr().out)) == 6


def test_missing_file_fails_and_the_others_go_on(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(news / "none.txt", news / "boats-ar.txt", news / "gone.html", news / "boats-fa.txt") == 1
    shown = capsys.readouterr()
    assert [r.id for r in records(shown.out)] == ["boats-ar.txt", "boats-fa.txt"]
    assert [line.split(":")[0] for line in shown.err.splitlines()] == ["khabar", "khabar"]
    assert "none.txt" in shown.err.splitlines()[0]


def test_fault_in_one_report_is_told_and_the_others_go_on(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (news / "odd.txt").write_text("The minister said BOOM on Monday.")
    assert run(news) == 1
    shown = capsys.readouterr()
    assert len(records(shown.out)) == 6
    assert "odd.txt: a fault in Khabar, please report it: ZeroDivisionError: boom" in shown.err


def test_json_lines_in_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": f"r{n}", "text": f"The minister said {n} ships came."} for n in range(20)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows[:10])) + '\n{"broken\n' + "\n".join(map(json.dumps, rows[10:])))
    assert run(path) == 1
    shown = capsys.readouterr()
    assert [r.id for r in records(shown.out)] == [row["id"] for row in rows]
    assert f"{path}:11: " in shown.err


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(shipped()["boats-fa.txt"])))
    assert run("-", form="json") == 0
    assert json.loads(capsys.readouterr().out)["language"] == "fa"


def test_packed_file_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(shipped()["boats-ar.txt"]))
    assert run(tmp_path / "a.txt.gz") == 0
    assert records(capsys.readouterr().out)[0].language == "ar"


def test_page_goes_to_a_file(news: Path, tmp_path: Path) -> None:
    assert run(news / "port-ar.html", form="html", output=str(tmp_path / "page.html")) == 0
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("form", "ending"),
    [("html", "html"), ("json", "json"), ("jsonl", "json"), ("plover", "jsonl"), ("pretty", "txt")],
    ids=lambda x: x,
)
def test_folder_gets_a_file_for_each_report(news: Path, tmp_path: Path, form: str, ending: str) -> None:
    assert run(news, form=form, output=f"{tmp_path}/out/") == 0
    assert len([*(tmp_path / "out").glob(f"*.khabar.{ending}")]) == 6


def test_reports_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_bytes(shipped()["boats-en.txt"])
    assert run(tmp_path / "a", tmp_path / "b", form="json", output=f"{tmp_path}/out/") == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["report-2.khabar.json", "report.khabar.json"]


def test_no_name_of_a_row_leaves_the_folder(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "../../etc/passwd", "text": "The minister said no."}))
    assert run(tmp_path / "rows.jsonl", form="json", output=f"{tmp_path}/out/") == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["etc_passwd.khabar.json"]


WRONG = [
    ("unknown language", {"language": "xx"}, "choose one of ar, en, fa"),
    ("no such folder", {"output": "/nonexistent/page.html"}, "does not exist"),
]


@pytest.mark.parametrize(("options", "told"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_wrong_usage_is_told_before_anything_is_read(
    news: Path, capsys: pytest.CaptureFixture[str], options: dict[str, Any], told: str
) -> None:
    assert run(news, **options) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert not shown.out


def test_output_on_an_input_is_refused(news: Path) -> None:
    page = news / "port-en.html"
    assert run(page, form="html", output=str(page)) == 2
    assert page.read_bytes() == shipped()["port-en.html"]


def test_several_pages_want_a_folder(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(news, form="html") == 2
    shown = capsys.readouterr()
    assert "name a folder" in shown.err
    assert not shown.out


def test_standard_input_twice_is_refused() -> None:
    assert run("-", "-") == 2


def test_reading_twice_gives_the_same_bytes(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(news)
    first = capsys.readouterr().out
    run(news)
    assert capsys.readouterr().out == first
