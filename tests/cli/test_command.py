"""The command as a process: help, exit status, pipes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from khabar import models
from khabar.cli.sampling import shipped

NEEDS_MODEL = pytest.mark.skipif(not models.FOLDER.is_dir(), reason="no model files here")
HEAVY = ("numpy", "onnxruntime", "tokenizers", "trafilatura", "httpx", "rich", "py3langid")


def khabar(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "khabar.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False, **more)


@pytest.mark.parametrize("words", [("--help",), ("read", "--help"), ("--version",), ("samples",)], ids=" ".join)
def test_light_commands_load_nothing_heavy(words: tuple[str, ...]) -> None:
    after = f"print([m for m in {HEAVY} if m in sys.modules])"
    code = f"import sys; from khabar.cli import main\ntry: main()\nexcept SystemExit: {after}"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "words", [("nonsense",), ("read",), ("read", "x", "--format", "pdf"), ("read", "x", "--jobs", "0")]
)
def test_wrong_usage_exits_with_2(words: tuple[str, ...]) -> None:
    done = khabar(*words)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert not done.stdout


def test_schema_is_json() -> None:
    assert json.loads(khabar("schema").stdout)["$ref"] == "#/$defs/Record"


def test_samples_are_listed_and_copied(tmp_path: Path) -> None:
    assert khabar("samples").stdout.split() == list(shipped())
    assert khabar("samples", tmp_path / "news").returncode == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "news").iterdir()} == shipped()


def test_samples_leave_a_changed_file_alone(tmp_path: Path) -> None:
    (tmp_path / "boats-en.txt").write_text("mine")
    done = khabar("samples", tmp_path)
    assert done.returncode == 1
    assert "left alone" in done.stderr
    assert (tmp_path / "boats-en.txt").read_text() == "mine"


def test_missing_input_exits_with_1_and_says_which(tmp_path: Path) -> None:
    done = khabar("read", tmp_path / "none.txt")
    assert done.returncode == 1
    assert "none.txt: no such file" in done.stderr
    assert not done.stdout


def test_output_is_utf8_in_any_locale() -> None:
    done = khabar("schema", env={"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"})
    assert done.returncode == 0


@NEEDS_MODEL
def test_several_processes_print_what_one_prints(news: Path) -> None:
    one, two = (khabar("read", news, "--format", "jsonl", "--jobs", jobs) for jobs in (1, 2))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == len(shipped())


@NEEDS_MODEL
def test_closed_pipe_ends_the_run_quietly(news: Path) -> None:
    command = [sys.executable, "-m", "khabar.cli", "read", str(news), str(news)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@NEEDS_MODEL
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_interrupt_ends_the_run_quietly(news: Path) -> None:
    command = [sys.executable, "-m", "khabar.cli", "read", *[str(news)] * 20, "--jobs", "2", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert told == b""
        assert process.returncode == 130


@NEEDS_MODEL
def test_doctor_finds_a_whole_installation() -> None:
    done = khabar("doctor")
    assert done.returncode == 0, done.stdout
    assert "FAIL" not in done.stdout
