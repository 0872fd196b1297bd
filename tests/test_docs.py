"""The docs are true: examples run, commands and record fields are all described."""

import doctest
import importlib.util
import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

import khabar
from khabar import models, record
from khabar.cli.app import app
from khabar.cli.sampling import shipped

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
STRUCTS = {
    name: kind for name, kind in vars(record).items() if inspect.isclass(kind) and issubclass(kind, msgspec.Struct)
}
NEEDS_MODEL = pytest.mark.skipif(not models.FOLDER.is_dir(), reason="no model files here")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def shell_lines() -> list[str]:
    """Every command in the docs that begins with khabar, or pipes into it, once."""
    lines = [
        line.partition("  #")[0].strip()
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.splitlines()
    ]
    return list(dict.fromkeys(line for line in lines if re.search(r"(^|\| )khabar ", line)))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk that the examples ask, made from the samples."""
    folder = tmp_path_factory.mktemp("examples")
    for name, content in shipped().items():
        (folder / name).write_bytes(content)
    with khabar.Desk(folder / "harbour.khabar") as made:
        assert len([*made.add(sorted(folder.glob("*-*.*")))]) == len(shipped())
    return folder / "harbour.khabar"


@NEEDS_MODEL
@pytest.mark.parametrize("line", shell_lines())
def test_shell_example_runs(line: str, tmp_path: Path, desk: Path) -> None:
    shutil.copy(desk, tmp_path)
    (tmp_path / "news").mkdir()
    for name, content in shipped().items():
        (tmp_path / "news" / name).write_bytes(content)
    command = f'khabar() {{ {shlex.quote(sys.executable)} -m khabar.cli "$@"; }}\nset -e\n{line}'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
                          env={**os.environ, "KHABAR_BASE": str(tmp_path / "base")})  # fmt: skip
    assert done.returncode == 0, done.stderr


@NEEDS_MODEL
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, content in shipped().items():
        (tmp_path / "news" / name).write_bytes(content)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks(page, "python")), {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test)
    assert not runner.summarize().failed


@pytest.mark.parametrize("name", [name for name in STRUCTS if name != "Value"])
def test_record_field_is_documented_with_an_example(name: str) -> None:
    text = (ROOT / "docs" / "record.md").read_text("utf-8")
    section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", section, re.MULTILINE))
    assert set(rows) == set(STRUCTS[name].__struct_encode_fields__)
    assert all(rows.values())


def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "docs" / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_commands_page_is_fresh() -> None:
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == pages().commands(), "run: make docs"


@NEEDS_MODEL
def test_readme_shows_what_the_sample_gives() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text == pages().readme(text), "run: make docs"


def test_pages_show_the_figures_on_record() -> None:
    for page in (ROOT / "README.md", pages().CARD, pages().EVENTS):
        text = page.read_text("utf-8")
        assert text == pages().figures(text), "run: make docs"


@pytest.mark.parametrize("command", [c.callback for c in app.registered_commands], ids=lambda c: c.__name__)
def test_help_has_examples(command: object) -> None:
    assert re.search(r"Examples?:\n  khabar ", inspect.getdoc(command) or "")


def test_links_inside_the_repository_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
