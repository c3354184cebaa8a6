"""Many renderings, one processor."""

from __future__ import annotations

import threading
import time

from worker.rendering.turns import Turns


def test_whoever_runs_dry_first_comes_next():
    turns, order = Turns(), []

    def work(due: float) -> None:
        with turns.taken(due):
            order.append(due)

    with turns.taken(0):
        threads = [threading.Thread(target=work, args=(due,)) for due in (3.0, 1.0, 2.0)]
        for number, thread in enumerate(threads, 1):
            thread.start()
            while len(turns._waiting) < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [1.0, 2.0, 3.0]


def test_one_works_at_a_time_and_a_fault_passes_the_turn_on():
    turns, at_once, most = Turns(), [], []

    def work() -> None:
        try:
            with turns.taken(time.monotonic()):
                at_once.append(1)
                most.append(len(at_once))
                time.sleep(0.001)
                at_once.pop()
                raise ValueError
        except ValueError:
            pass

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 20
