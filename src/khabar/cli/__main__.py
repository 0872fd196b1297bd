"""``python -m khabar.cli``: the command, for machines where the script is not on the path."""

from khabar.cli import main

if __name__ == "__main__":
    main()
