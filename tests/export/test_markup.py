from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from khabar.export.markup import Mark, paint, safe


class Reading(HTMLParser):
    """The text of some HTML, and whether its elements nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.depth, self.tags = "", 0, set[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        assert self.depth >= 0

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


def mark(start: int, end: int, kind: str = "cue", **more: str) -> Mark:
    return Mark(start=start, end=end, kind=kind, **more)


def test_paint_nests_a_span_inside_a_span() -> None:
    made = paint("he said it", 0, 10, [mark(3, 10, "content"), mark(8, 10, "time")])
    assert made == 'he <span class="k-content">said <span class="k-time">it</span></span>'


def test_paint_splits_a_span_that_crosses_another() -> None:
    made = paint("abcdef", 0, 6, [mark(0, 4, "a"), mark(2, 6, "b")])
    assert made == '<span class="k-a">ab<span class="k-b">cd</span></span><span class="k-b">ef</span>'


def test_paint_gives_an_anchor_once() -> None:
    made = paint("abcdef", 0, 6, [mark(2, 6, "b", anchor="s1"), mark(0, 4, "a")])
    assert made.count('id="s1"') == 1


def test_paint_cuts_marks_at_the_edges() -> None:
    assert paint("abcdef", 2, 4, [mark(0, 6)]) == '<span class="k-cue">cd</span>'


def test_paint_escapes_tags_and_attributes() -> None:
    made = paint('<script>"&', 0, 10, [mark(0, 10, title='"><img onerror=x>')])
    assert "<script" not in made
    assert "<img" not in made
    assert read(made).tags == {"span"}


def test_safe_replaces_what_html_forbids() -> None:
    assert safe("a\0b\x1b[31m\ud800") == "a\ufffdb\ufffd[31m\ufffd"


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda x: mark(min(x), max(x)))


@given(
    st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=40), st.lists(spans, max_size=12)
)
def test_paint_keeps_the_text_and_always_nests(text: str, marks: list[Mark]) -> None:
    made = read(paint(text, 0, len(text), [m for m in marks if m.end <= len(text)]))
    assert made.text == text
    assert made.depth == 0
