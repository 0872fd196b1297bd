import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.ingest import html

PAGES = Path(__file__).parents[1] / "pages"
EXPECTED = [json.loads(x) for x in (PAGES / "expectations.jsonl").read_text("utf-8").splitlines()]
FLOOR_PUBLISHED, FLOOR_TITLE, FLOOR_WORDS = 1.0, 1.0, 1.0


@pytest.fixture(scope="module")
def articles():
    return {x["id"]: html.build((PAGES / f"{x['id']}.html").read_bytes(), id=x["id"]) for x in EXPECTED}


def _share(right):
    right = list(right)
    return sum(right) / len(right)


@pytest.mark.parametrize("code", ["ar", "fa", "en"])
def test_build_finds_the_day_of_publication(articles, code):
    rows = [x for x in EXPECTED if x["lang"] == code]
    assert _share(articles[x["id"]].published == x["published"] for x in rows) >= FLOOR_PUBLISHED


@pytest.mark.parametrize("code", ["ar", "fa", "en"])
def test_build_finds_title_and_outlet(articles, code):
    rows = [x for x in EXPECTED if x["lang"] == code]
    found = [(articles[x["id"]].title, articles[x["id"]].outlet) for x in rows]
    assert _share(y == (x["title"], x["outlet"]) for x, y in zip(rows, found, strict=True)) >= FLOOR_TITLE


@pytest.mark.parametrize("code", ["ar", "fa", "en"])
def test_build_keeps_the_report_and_drops_the_frame(articles, code):
    rows = [x for x in EXPECTED if x["lang"] == code]
    kept = [y in articles[x["id"]].text for x in rows for y in x["with"]]
    left = [y not in articles[x["id"]].text for x in rows for y in x["without"]]
    assert _share(kept + left) >= FLOOR_WORDS


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda x: x["id"])
def test_build_gives_blocks_in_the_page_language(articles, expected):
    article = articles[expected["id"]]
    assert article.language == expected["lang"]
    assert {x.language for x in article.blocks if x.kind == "paragraph"} == {expected["lang"]}
    assert article.warnings == ()


def test_evidence_names_the_place(articles):
    assert articles["ar-01"].published_evidence.where == "json-ld"
    assert articles["en-02"].published_evidence.where == "meta"
    assert articles["fa-01"].published_evidence.where == "page"
    assert articles["fa-06"].published_evidence.where == "url"


LONG = "می\u200cگویند کار تمام شده است. " * 12


@pytest.mark.parametrize("zwnj", ["\u200c", "&zwnj;", "&#8204;", "&#x200C;"], ids=["letter", "name", "decimal", "hex"])
def test_build_keeps_every_zwnj(zwnj):
    written = LONG.replace("\u200c", zwnj)
    page = f"<html><body><article><h1>خبر</h1><p>{written}</p></article></body></html>"
    assert LONG.strip() in html.build(page, id="x").text


def test_build_gives_metadata_as_the_page_writes_them():
    head = '<title>آغاز گفت\u200cوگوها</title><meta property="og:site_name" content="خبرنامه\u200cی بندر">'
    day = "زمان انتشار: ۱۲ آبان&zwnj;ماه ۱۴۰۲ نیم\u200cروز"
    body = f"<h1>آغاز گفت&zwnj;وگوها</h1><p>{day}</p><p>{LONG}</p>"
    page = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    article = html.build(page, id="x")
    assert article.title == "آغاز گفت\u200cوگوها"
    assert article.outlet == "خبرنامه\u200cی بندر"
    assert article.published == "2023-11-03"
    assert article.published_evidence.quote == "زمان انتشار: ۱۲ آبان\u200cماه ۱۴۰۲ نیم\u200cروز"


def test_build_reads_a_page_in_windows_1256():
    article = html.build((PAGES / "ar-09.html").read_bytes(), id="x")
    assert article.text.startswith("\u062d\u0631\u064a\u0642")


def test_build_marks_a_page_in_another_language():
    words = "Le ministre a d\u00e9clar\u00e9 que le poste fronti\u00e8re serait ouvert aux convois. " * 8
    article = html.build(f"<html><body><article><h1>Fronti\u00e8re</h1><p>{words}</p></article></body></html>", id="x")
    assert article.language == "fr"
    assert {x.language for x in article.blocks} == {"fr"}
    assert "language fr is not read" in article.warnings[0]


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><nav>Home</nav></body></html>", "<!-- -->", "\0"])
def test_build_warns_of_a_page_without_an_article(page):
    article = html.build(page, id="x")
    assert article.warnings == ("no article found in the page",)


def test_build_believes_what_is_given():
    page = (PAGES / "en-01.html").read_bytes()
    article = html.build(page, id="x", title="Given", published="2020-01-02", outlet="Desk", url="https://a.example/b")
    assert (article.title, article.published, article.outlet, article.url) == (
        "Given",
        "2020-01-02",
        "Desk",
        "https://a.example/b",
    )
    assert article.published_evidence.where == "given"


PIECES = (
    "<p>", "</p>", "<h1>", "<table><tr><td>", "<li>", "<script type='application/ld+json'>{", "]", "Report", "&zwnj;",
    "<time datetime='2020-13-99'>", "<!--", "&#0;", "\x01", "<meta property='og:url' content='http://[x'>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20))
@settings(max_examples=60, deadline=None)
def test_build_never_raises(pieces):
    article = html.build("<html><body>" + "".join(pieces), id="x")
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(article.text)
        assert not article.text[at : block.start].strip()
        at = block.end
    assert not article.text[at:].strip()
