"""Names that nobody speaks through become entities too."""

import pytest

from khabar.account import labels, parts
from khabar.account.entities import build
from khabar.language import table
from khabar.mentions.tagger import Tag
from khabar.record import Block, Mention


def _tags(text: str, *found: tuple[str, str]) -> list[Tag]:
    return [Tag(start=text.index(name), end=text.index(name) + len(name), label=kind) for name, kind in found]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "text", "name", "english"),
    [
        ("ar", "استقبلت البلدة سامر حداد أمس.", "سامر حداد", "Samer Haddad"),
        ("fa", "مردم از رضا کاظمی استقبال کردند.", "رضا کاظمی", "Reza Kazemi"),
        ("en", "The town welcomed Jane Doe on Monday.", "Jane Doe", "Jane Doe"),
    ],
)
def test_a_name_outside_statements_is_an_entity(language: str, text: str, name: str, english: str) -> None:
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=language),)
    voices = parts.names(text, blocks, _tags(text, (name, "person")), (), ())
    entities, mentions = build(voices, ())
    assert [(e.type, e.names["en"]) for e in entities] == [("person", english)]
    assert [text[m.start : m.end] for m in mentions] == [name]


def test_offices_and_known_places_make_no_entity_of_their_own() -> None:
    text = "The mayor of Mosul met nobody."
    blocks = (Block(start=0, end=len(text), kind="paragraph", language="en"),)
    place = Mention(id="p1", start=text.index("Mosul"), end=text.index("Mosul") + 5, entity="place:mosul", form="name")
    tags = _tags(text, ("mayor of Mosul", "office"), ("Mosul", "place"))
    assert parts.names(text, blocks, tags, (), (place,)) == ()


def test_a_post_told_later_stays_with_the_name() -> None:
    text = "Jane Doe arrived. Finance Minister Jane Doe spoke."
    blocks = (Block(start=0, end=len(text), kind="paragraph", language="en"),)
    first = parts.names(text, blocks, _tags(text, ("Jane Doe", "person")), (), ())
    title = "Finance Minister Jane Doe"
    start = text.index(title)
    full = parts.NamedSpan(
        start=start, end=start + len(title), language="en", label=labels.build(title, "en"), text=title
    )
    entities, _ = build((*first, full), ())
    assert [e.role for e in entities] == ["Finance Minister"]


@pytest.mark.parametrize("kind", ["organisation", "group", "media"])
def test_the_type_is_the_taggers(kind: str) -> None:
    assert labels.named("Norland Harbour Watch", "en", kind).type == kind  # type: ignore[arg-type]


@pytest.mark.parametrize(("word", "language"), [("he", "en"), ("هو", "ar"), ("او", "fa")])
def test_a_pronoun_names_nobody(word: str, language: str) -> None:
    assert labels.named(word, language, "person").id is None


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_every_pronoun_of_a_language_has_a_label(language: str) -> None:
    for row in table(language, "pronouns"):
        assert labels.build(row["word"], language).id is None


@pytest.mark.parametrize("kind", ["person", "organisation", "group", "place", "media"])
def test_a_name_in_a_paragraph_of_another_language_is_kept(kind: str) -> None:
    assert labels.named("Juan Pérez", "es", kind).label == "Juan Pérez"  # type: ignore[arg-type]
