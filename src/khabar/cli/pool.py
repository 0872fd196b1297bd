"""Work in several processes with the order of the input kept and a bounded number of items under way."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import active_children, get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4


def ordered(work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int) -> Iterator[Result]:
    """``map(work, items)`` over ``jobs`` processes. At most four items a process wait, so that a pipe of any length
    takes little memory. Closing the iterator early, or Ctrl-C, ends the processes at once."""
    if jobs == 1:
        yield from map(work, items)
        return
    # "spawn": the progress bar's thread and the model's threads do not survive a fork.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        yield from _windowed(pool, work, iter(items), jobs * _AHEAD)
    except BaseException:
        for child in active_children():
            child.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()  # waits: Python 3.11 may end while the pool's thread still closes its pipes, and complain


def _windowed(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Iterator[Item], ahead: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    with _deaf_children():
        waiting.extend(pool.submit(work, item) for item in islice(items, ahead))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(work, item) for item in islice(items, 1))


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started here ignore Ctrl-C, which a terminal sends to them too: the parent ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
