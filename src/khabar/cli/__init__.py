"""The command ``khabar``."""

import sys

from khabar.cli.app import app


def main() -> None:
    """Entry point. Output is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="khabar")
