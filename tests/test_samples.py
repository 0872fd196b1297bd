"""The shipped samples: two a language, one page and one text, short, invented, and all alike in what they hold."""

import re

import pytest

from khabar.cli.sampling import shipped
from khabar.language import codes

NAMES = tuple(shipped())


@pytest.mark.parametrize("code", codes())
def test_language_has_a_page_and_a_text(code: str) -> None:
    assert {f"port-{code}.html", f"boats-{code}.txt"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_the_length_of_a_report(name: str) -> None:
    words = re.sub(r"<[^>]*>", " ", shipped()[name].decode()).split()
    assert 250 <= len(words) <= 450


@pytest.mark.parametrize("name", NAMES)
def test_sample_names_no_address_that_could_exist(name: str) -> None:
    hosts = re.findall(r"https?://([^/\"]+)", shipped()[name].decode())
    assert all(host.endswith(".example") for host in hosts)


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith("-fa.txt") or n.endswith("-fa.html")])
def test_persian_sample_uses_persian_letters(name: str) -> None:
    assert not set("\u064a\u0643\u0629") & set(shipped()[name].decode())
