"""Relations across reports on annotated clusters among other reports, by the shared scorer.

``python -m eval.relating`` puts the clusters' reports and all further reports on a desk in a temporary folder, prints
the score of each layer and the reports outside the clusters that fell into their groups, for somebody to look at.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from khabar.desk import Desk
from khabar.errors import InputError


def main() -> None:
    """Fill a desk, score its relations and print the strays."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--fast", action="store_true", help="the small model")
    options = parser.parse_args()
    gold, reports = options.shared / "gold", options.shared / "reports"
    with tempfile.TemporaryDirectory() as folder, Desk(Path(folder) / "clusters.khabar") as desk:
        sources = [gold / "clusters-dev-reports.jsonl", *sorted(reports.glob("*.jsonl"))]
        failed = [a for a in desk.add(sources, fast=options.fast) if isinstance(a, InputError)]
        relations = Path(folder) / "relations.jsonl"
        relations.write_bytes(b"".join(msgspec.json.encode(link) + b"\n" for link in desk.relations()))
        print(json.dumps(_scored(gold, relations), indent=1), desk.counts(), [str(f) for f in failed], sep="\n")
        for line in _strays(gold, desk):
            print(line)


def _scored(gold: Path, relations: Path) -> dict[str, Any]:
    command = [sys.executable, str(gold / "score_clusters.py"), str(gold / "clusters-dev.jsonl"), str(relations)]
    done = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True)
    table: dict[str, Any] = json.loads(done.stdout)
    return table


def _strays(gold: Path, desk: Desk) -> list[str]:
    """Relations of one event between a report of the clusters and one outside."""
    inside = {json.loads(line)["id"] for line in (gold / "clusters-dev-reports.jsonl").read_text("utf-8").splitlines()}
    return [
        f"stray: {desk.get(link.source).title} | {desk.get(link.target).title} | {link.because}"
        for link in desk.relations()
        if link.type == "same_event" and (link.source in inside) != (link.target in inside)
    ]


if __name__ == "__main__":
    main()
