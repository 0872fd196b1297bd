"""How fast Khabar reads: a benchmark, not a test, since machines differ and are shared.

Reads the packaged samples over and over, or reports given, in one process on one thread with both models, and prints
reports of 400 words a second, the most memory used, and the time of a cold ``khabar read`` of one file and of ``khabar
--help``. The samples hold 19 statements in 400 words, newspapers about 12: with ``--reports`` the figures are higher.

    python eval/bench.py [--seconds 20] [--json] [--reports FILE.jsonl …]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORDS = 400
MOST = 40  # reports of a language


def pin_to_one_core() -> None:
    """Keep this process, and the model's threads in it, on one core where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})


def throughput(seconds: float, sources: list[Path], *, fast: bool) -> dict[str, float]:
    """Full records a second, counted in reports of 400 words, for each language and in all."""
    from khabar import report  # noqa: PLC0415

    found = [a for a in report.articles(sources) if not isinstance(a, Exception)]

    def read(group: list[Any]) -> None:
        for article in group:
            report.read_article(article, fast=fast)

    read(found[:6])  # warm
    rates = {}
    for language in ("ar", "fa", "en"):
        group = [a for a in found if a.language == language][:MOST]
        rates[language] = _rate(lambda group=group: read(group), _words(group), seconds / 3)  # type: ignore[misc]
    rates["all"] = 3 / sum(1 / r for r in rates.values())
    return rates


def _words(articles: list[Any]) -> int:
    return sum(len(a.text.split()) for a in articles)


def _rate(work: Callable[[], object], words: int, seconds: float) -> float:
    begun, rounds = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds or not rounds:
        work()
        rounds += 1
    return rounds * words / WORDS / (time.perf_counter() - begun)


def cold(arguments: list[str], rounds: int = 5) -> float:
    """The best wall time in seconds of ``khabar`` with the given arguments in a new process."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "khabar.cli", *arguments], check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--reports", type=Path, nargs="+", help="other reports than the samples; 40 a language are read"
    )
    options = parser.parse_args()
    from khabar import samples  # noqa: PLC0415

    sample = str(next(Path(str(samples.__file__)).parent.glob("*.txt")))
    figures: dict[str, Any] = {"cold_read_s": cold(["read", sample]), "cold_help_s": cold(["--help"])}
    pin_to_one_core()
    sources = options.reports or [Path(str(samples.__file__)).parent]
    for name, fast in (("reports_per_second", False), ("… with --fast", True)):
        figures[name] = throughput(options.seconds, sources, fast=fast)
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        shown = ", ".join(f"{k} {v:.1f}" for k, v in value.items()) if isinstance(value, dict) else f"{value:.2f}"
        print(f"{name:20} {shown}")


if __name__ == "__main__":
    main()
