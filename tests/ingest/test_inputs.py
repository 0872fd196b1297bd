import gzip
import io
import json
import sys
import time

import pytest

from khabar.errors import InputError
from khabar.ingest.inputs import find_inputs, read_articles

TEXT = "Port reopens after storm\n\nThe port reopened on Monday, the harbour master said.\n"


def read(*paths, **options):
    return [x for source in find_inputs(paths) for x in read_articles(source, **options)]


def message(path):
    (found,) = read(path)
    assert isinstance(found, InputError)
    return str(found)


def rows(*values):
    return "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in values)


def test_a_text_file_is_named_by_its_file_name_and_kept_exactly(tmp_path):
    path = tmp_path / "port.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    (article,) = read(path)
    assert (article.id, article.text) == ("port.txt", TEXT.replace("\n", "\r\n"))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "port.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read(path)[0].text == TEXT


def test_a_folder_gives_its_files_in_sorted_order(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text(TEXT)
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{TEXT * 5}</p></article></body></html>")
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text(TEXT)
    (tmp_path / "z.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert [x.id for x in read(tmp_path)] == ["a.html", "c.txt", "z.txt.gz"]


def test_json_lines_keep_id_and_text_and_ignore_other_keys(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(
        rows(
            {"id": "r/1 ", "text": " a\r\nb ", "date": "2023-11-08", "lang": "en", "statements": 3},
            {"id": 7, "text": "x"},
        )
    )
    first, second = read(path)
    assert (first.id, first.text, first.published, first.language) == ("r/1 ", " a\r\nb ", "2023-11-08", "en")
    assert second.id == "7"


def test_a_json_row_may_hold_a_page(tmp_path):
    path = tmp_path / "pages.ndjson.gz"
    page = f"<html><body><article><h1>Port reopens</h1><p>{TEXT * 5}</p></article></body></html>"
    path.write_bytes(gzip.compress(rows({"id": "p", "html": page, "title": "Given"}).encode()))
    (article,) = read(path)
    assert (article.title, article.text[:5]) == ("Given", "Given")


def test_broken_rows_are_errors_with_their_line_while_others_go_on(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(
        rows({"id": "a", "text": "x"}) + "{broken\n\n" + rows({"id": "b"}, {"text": "y"}, [1], {"id": "c", "text": "z"})
    )
    found = read(path)
    assert [x.id if not isinstance(x, InputError) else str(x).split(":")[1] for x in found] == [
        "a",
        "2",
        "4",
        "5",
        "6",
        "c",
    ]
    assert "broken JSON" in str(found[1])
    assert "no text" in str(found[2])
    assert "no id" in str(found[3])
    assert "not a JSON object" in str(found[4])


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.txt", b" \n\n", "empty", id="blank"),
        pytest.param("a.jsonl", b"", "empty", id="empty-rows"),
        pytest.param("a.txt", b"%PDF-1.7 \xff", "a PDF file", id="pdf"),
        pytest.param("a.html", bytes(range(256)) * 9, "binary", id="binary"),
        pytest.param("a.txt", b"\xc7\xe1\xce\xc8\xd1 \x81\x8d\x90", "UTF-8", id="undecodable"),
        pytest.param("a.txt.gz", b"not gzip", "broken gzip", id="not-gzip"),
        pytest.param("a.txt.gz", gzip.compress(TEXT.encode() * 9)[:-12], "broken gzip", id="cut-gzip"),
        pytest.param("a.html.gz", gzip.compress(b"<p>" * 20_000_000, 1), "more than 20 MB", id="gzip-bomb"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_reason(tmp_path, name, data, expected):
    path = tmp_path / name
    path.write_bytes(data)
    assert message(path).startswith(str(path))
    assert expected in message(path)


def test_a_missing_path_is_an_error_that_names_it(tmp_path):
    assert message(tmp_path / "none.txt") == f"{tmp_path / 'none.txt'}: no such file: check the path"


def test_a_page_of_50_megabytes_fails_at_once(tmp_path):
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    began = time.perf_counter()
    assert "more than 20 MB" in message(path)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        pytest.param(TEXT, ["stdin"], id="text"),
        pytest.param(rows({"id": "a", "text": "x"}, {"id": "b", "text": "y"}), ["a", "b"], id="rows"),
        pytest.param(f"<!DOCTYPE html><html><body><p>{TEXT * 5}</p></body></html>", ["stdin"], id="page"),
    ],
)
def test_standard_input_may_be_text_page_or_rows(monkeypatch, data, ids):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert [x.id for x in read("-")] == ids


def test_a_given_language_is_believed(tmp_path):
    (tmp_path / "a.txt").write_text("x y z")
    assert read(tmp_path / "a.txt", language="fa")[0].language == "fa"
