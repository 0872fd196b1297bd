"""The house has storeys: a module imports lower rows and its own part only, and each language brings cases."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from khabar import language

PACKAGE = Path(__file__).parents[1] / "src" / "khabar"
# ingest stands above text: it cuts paragraphs and reads datelines with it.
ROWS = {
    "record": 0, "errors": 0, "samples": 0,
    "language": 1,
    "text": 2,
    "ingest": 3,
    "mentions": 4,
    "account": 5,
    "reader": 6,
    "export": 7, "fetch": 7, "models": 7, "kb": 7, "store": 7, "relations": 7,
    "report": 8,
    "desk": 9,
    "cli": 10,
}  # fmt: skip
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(module: Path) -> Iterator[str]:
    """The parts of the package that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("khabar."))
        elif isinstance(node, ast.ImportFrom) and node.module == "khabar":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("khabar."):
            yield str(node.module).split(".")[1]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_imports_lower_rows_and_its_own_part_only(module: Path) -> None:
    own = part_of(module)
    assert own in ROWS, f"{own}: give the new part a row"
    wrong = {part for part in imported(module) if part != own and ROWS.get(part, 99) >= ROWS[own]}
    assert not wrong


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_imports_are_absolute(module: Path) -> None:
    nodes = ast.walk(ast.parse(module.read_text("utf-8")))
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


def test_core_does_not_touch_network_clock_or_screen() -> None:
    outside = {"httpx", "socket", "urllib.request", "datetime.now", "time", "rich", "typer"}
    core = [m for m in MODULES if ROWS[part_of(m)] <= ROWS["reader"]]
    for module in core:
        names = {
            a.name for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Import) for a in n.names
        }
        assert not names & outside, module


@pytest.mark.parametrize("code", language.codes())
def test_language_brings_settings_and_cases(code: str) -> None:
    assert {"name", "own_name", "direction"} <= set(language.settings(code))
    assert [*(PACKAGE / "lang" / code / "cases").glob("*.jsonl")], f"lang/{code}/cases has no JSONL file"


def test_languages_have_cases_for_the_same_topics() -> None:
    topics = {code: {p.name for p in (PACKAGE / "lang" / code / "cases").glob("*.jsonl")} for code in language.codes()}
    assert len({frozenset(names) for names in topics.values()}) == 1, topics


def test_sources_hold_no_bidi_control() -> None:
    controls = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    endings = (".py", ".tsv", ".toml", ".jsonl", ".html", ".txt", ".css")
    found = [p for p in PACKAGE.rglob("*") if p.suffix in endings and controls & set(p.read_text("utf-8"))]
    assert not found
