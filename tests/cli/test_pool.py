import time

import pytest

from khabar.cli.pool import ordered


def slow_square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def failing(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_of_the_input_is_kept(jobs: int) -> None:
    assert [*ordered(slow_square, range(12), jobs=jobs)] == [n * n for n in range(12)]


def test_input_is_taken_as_it_is_needed() -> None:
    taken: list[int] = []
    results = ordered(slow_square, (taken.append(n) or n for n in range(1000)), jobs=2)
    assert [next(results) for _ in range(3)] == [0, 1, 4]
    results.close()
    assert len(taken) < 20


def test_error_of_a_process_comes_through() -> None:
    with pytest.raises(ValueError, match="three"):
        [*ordered(failing, range(6), jobs=2)]
