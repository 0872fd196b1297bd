"""The command ``khabar``."""


def main() -> None:
    """Entry point."""
