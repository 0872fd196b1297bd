import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.export import html
from khabar.record import Block, Record, Source, Span, Statement


def test_page_needs_nothing_from_elsewhere(record: Record) -> None:
    page = html.render(record)
    assert not re.search(r"<(script|img|iframe|object|link|base|form)\b|@import|url\(|\ssrc=", page)
    assert "default-src 'none'" in page


def test_page_holds_every_block_and_statement(record: Record) -> None:
    page = html.render(record)
    assert page.count('class="k-block') == len(record.blocks)
    assert all("<li><a href" in page for _ in record.statements)
    assert page.count("k-said") == len(record.statements) + 1  # and once in the style


def test_links_lead_to_spans(record: Record) -> None:
    page = html.render(record)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == len(record.statements)
    assert all(page.count(f'id="{target}"') == 1 for target in targets)


def test_page_shows_the_sum(record: Record) -> None:
    assert re.search(r"<b>\d+ = \d+ \+ \d+ ✓</b>", html.render(record))


def test_page_shows_events_and_instruments(record: Record) -> None:
    page = html.render(record)
    assert "LEGISLATE <b><bdi>Kuwait</bdi></b>" in page
    assert "extended <b><bdi>night fishing ban</bdi></b>" in page


def test_block_has_language_and_direction(arabic: Record) -> None:
    mixed = msgspec.structs.replace(arabic, blocks=(Block(start=0, end=5, kind="paragraph", language="en"),))
    assert '<article lang="ar" dir="rtl"><p lang="en" dir="ltr"' in html.render(mixed)


def test_fragment_has_no_page_around_it(record: Record) -> None:
    made = html.render_fragment(record)
    assert made.startswith('<div class="khabar">')
    assert "<html" not in made


def test_fragments_of_two_reports_share_no_id(arabic: Record) -> None:
    other = msgspec.structs.replace(arabic, id="another")
    ids = [set(re.findall(r' id="([^"]+)"', html.render_fragment(r))) for r in (arabic, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_page_is_the_same_twice(record: Record) -> None:
    assert html.render(record) == html.render(record)


EVIL = '</style></title><script>alert(1)</script>" onmouseover="alert(2)'


def evil() -> Record:
    source = Source(start=0, end=4, explicit=True, entity=EVIL, label=EVIL, kind="named")
    said = Statement(
        id=EVIL, cue=Span(start=0, end=5), content=(Span(start=3, end=len(EVIL)),), quote="direct", act="say",
        source=source, medium=EVIL, place=EVIL, date=EVIL, found_by=EVIL,
    )  # fmt: skip
    return Record(
        id=EVIL, language=EVIL, title=EVIL, outlet=EVIL, url="javascript:alert(1)", text=EVIL, statements=(said,),
        published=EVIL, warnings=(EVIL,),
    )  # fmt: skip


class Attributes(HTMLParser):
    """All elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.names = set[str](), set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def test_nothing_in_a_report_becomes_markup() -> None:
    page = html.render(evil())
    seen = Attributes()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "form", "base", "link"}
    assert not [name for name in seen.names if name.startswith("on") or name == "style"]
    assert page.count("</style>") == 1


def test_only_web_addresses_become_links() -> None:
    assert 'href="javascript' not in html.render(evil())


@pytest.mark.parametrize("text", ["", "\n\n", "\0", "\ud800"], ids=["empty", "blank", "nul", "surrogate"])
def test_odd_text_makes_a_page_that_can_be_encoded(text: str) -> None:
    assert html.render(Record(id="x", language="und", text=text)).encode()


@given(st.text(max_size=200))
def test_any_text_makes_a_page(text: str) -> None:
    html.render(Record(id=text, title=text, language="ar", text=text)).encode()
