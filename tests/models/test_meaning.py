import numpy as np
import pytest

from khabar import models

SAID = {
    "en": "The minister denied that the talks with the union had failed.",
    "ar": "نفى الوزير أن تكون المحادثات مع النقابة قد فشلت.",
    "fa": "وزیر شکست گفت‌وگوها با اتحادیه را تکذیب کرد.",
}
OTHER = {
    "en": "Heavy rain closed two mountain roads on Friday.",
    "ar": "أغلقت أمطار غزيرة طريقين جبليين يوم الجمعة.",
    "fa": "باران شدید روز جمعه دو جاده کوهستانی را بست.",
}


@pytest.fixture(scope="module")
def meaning():
    return models.load_meaning()


def test_vectors_have_length_one(meaning):
    assert np.allclose(np.linalg.norm(meaning([*SAID.values(), ""]), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(("one", "two"), [("en", "ar"), ("en", "fa"), ("ar", "fa")])
def test_same_meaning_is_nearer_than_same_language(one, two, meaning):
    said, same, other = meaning([SAID[one], SAID[two], OTHER[one]])
    assert said @ same > said @ other


def test_text_is_cut_where_it_is_too_long(meaning):
    long = "The council met again. " * 400
    assert meaning([long])[0] @ meaning([long * 2])[0] > 0.999


def test_no_texts_give_no_vectors(meaning):
    assert meaning([]).shape == (0, 384)


def test_files_are_whole():
    assert models.check(models.MEANING) == []
