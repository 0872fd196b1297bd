"""Whether a clause tells something as done, or as denied, possible, planned or demanded."""

from functools import cache

from khabar.language import settings, table
from khabar.record import Reality, Span
from khabar.text.words import split

_MODAL = 6  # words before a trigger among which its reality is looked for


def reality(text: str, trigger: Span, start: int, language: str) -> Reality:
    """What the last words before a trigger say: done, or denied, possible, planned, demanded; ``start`` is where its
    sentence begins."""
    words = split(text, start, trigger.start)[-_MODAL:]
    own = split(text, trigger.start, trigger.end)
    future = settings(language)["times"].get("future_prefixes", ())
    if own and any(own[0].key.startswith(p) and len(own[0].key) > len(p) + 2 for p in future):
        return "planned"
    for at in reversed(range(len(words))):
        for keys, told in _realities(language):
            if tuple(w.key for w in words[at : at + len(keys)]) == keys:
                return told
    return "asserted"


@cache
def _realities(language: str) -> tuple[tuple[tuple[str, ...], Reality], ...]:
    rows = table(language, "reality_words")
    return tuple((tuple(w.key for w in split(row["form"])), row["reality"]) for row in rows)  # type: ignore[misc]
