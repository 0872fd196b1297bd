"""The language of a stretch of text: letters and function words first, a statistical guess only where they leave doubt.

The guess is py3langid's, limited to the languages that news pages of the region come in; it is loaded once, when first
needed, because loading costs more than reading a short report.
"""

import re
import unicodedata
from functools import cache

from khabar import language

UNKNOWN = "und"

# Languages in Arabic letters that Khabar does not read, by letters that Arabic and Persian never use.
_FOREIGN_LETTERS = {
    "ur": frozenset("\u0679\u0688\u0691\u06ba\u06d2\u06be\u06c1"),
    "ckb": frozenset("\u0695\u06ce\u06c6\u06b5\u06d5"),
    "ps": frozenset("\u069a\u0681\u0685\u0689\u0693\u067c\u06cd\u06d0"),
}
_ARABIC_SCRIPT = ("ar", "fa", "ur", "ps", "ug")
_LATIN_SCRIPT = ("en", "fr", "tr", "es", "de", "it", "pt", "ku", "id", "az")
_BY_SCRIPT = {
    "CYRILLIC": ("ru", "uk", "bg"),
    "HEBREW": ("he",),
    "ARMENIAN": ("hy",),
    "GREEK": ("el",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi",),
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja"),
}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_SAMPLE = 1500  # characters looked at: enough to decide, quick on a page that is one huge paragraph
_FOREIGN_SHARE = 0.03
_SHORT = 25  # letters under which the statistical guess is no better than the page's language


def detect(text: str, *, page: str | None = None) -> str:
    """ISO 639 code of the language that ``text`` is in, ``und`` when it has no letters and no page language is given.

    ``page`` is the language of the page around it and breaks ties. Never raises.
    """
    sample = text[:_SAMPLE]
    scripts = _scripts(sample)
    total = sum(scripts.values())
    if not total:
        return page or UNKNOWN
    script = max(scripts, key=lambda name: scripts[name])
    if script == "ARABIC":
        return _in_arabic_letters(sample, total, page)
    if script == "LATIN":
        return _in_latin_letters(sample, total, page)
    return _guess(sample, _BY_SCRIPT.get(script, ()))


def is_read(code: str) -> bool:
    """Whether Khabar has data for the language."""
    return code in language.codes()


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "OTHER").partition(" ")[0]


def _scripts(text: str) -> dict[str, int]:
    """Letters a script: the two that matter by search, the rest one by one."""
    counts = {"LATIN": len(_LATIN.findall(text)), "ARABIC": len(_ARABIC.findall(text))}
    for letter in _LATIN.sub("", _ARABIC.sub("", text)):
        if letter.isalpha():
            script = _script(letter)
            counts[script] = counts.get(script, 0) + 1
    return counts


@cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table(code, "function_words"))


@cache
def _own_letters(code: str) -> frozenset[str]:
    return frozenset(language.settings(code).get("script", {}).get("own_letters", ""))


def _in_arabic_letters(text: str, total: int, page: str | None) -> str:
    for code, letters in _FOREIGN_LETTERS.items():
        if sum(x in letters for x in text) > max(1, _FOREIGN_SHARE * total):
            return code
    words = _WORD.findall(text)
    scores = {code: _evidence(code, text, words) for code in ("ar", "fa")}
    best, other = sorted(scores, key=lambda code: -scores[code])
    if scores[best] > 2 * scores[other]:
        return best
    if total < _SHORT:
        return page if page in _ARABIC_SCRIPT else best
    return _guess(text, _ARABIC_SCRIPT, page)


def _evidence(code: str, text: str, words: list[str]) -> int:
    letters, function = _own_letters(code), _function_words(code)
    return sum(x in letters for x in text) + 3 * sum(x in function for x in words)


def _in_latin_letters(text: str, total: int, page: str | None) -> str:
    words = [x.casefold() for x in _WORD.findall(text)]
    hits = sum(x in _function_words("en") for x in words)
    if hits >= 2 and hits >= 0.2 * len(words):
        return "en"
    if total < _SHORT:
        return page if page in _LATIN_SCRIPT else "en"
    return _guess(text, _LATIN_SCRIPT, page)


@cache
def _model():  # type: ignore[no-untyped-def]  # py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # noqa: PLC0415  # slow

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(model.labels)
    wanted = {*_ARABIC_SCRIPT, *_LATIN_SCRIPT, *(x for group in _BY_SCRIPT.values() for x in group)}
    model.set_languages(sorted(wanted & known))
    return model


def _guess(text: str, allowed: tuple[str, ...], page: str | None = None) -> str:
    if len(allowed) < 2:
        return allowed[0] if allowed else UNKNOWN
    ranked: list[tuple[str, float]] = [x for x in _model().rank(text) if x[0] in allowed]
    if not ranked:
        return UNKNOWN
    best, score = ranked[0]
    close = {code for code, other in ranked if other >= 0.5 * score}
    return page if page in close and page is not None else best
