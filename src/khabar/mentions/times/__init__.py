"""Time expressions and their TIMEX3 values."""

from khabar.mentions.times.finder import find

__all__ = ["find"]
