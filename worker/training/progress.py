"""The line on a terminal that says how far a run is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from worker.training.course import Tally

Show = Callable[[int, Tally], None]


@contextmanager
def progress_line(events: int, done: int) -> Iterator[Show]:
    """Yields what shows the events learnt from so far, of `events`, with loss and speed; nothing where no terminal is.

    The loss is the mean since the last look at validation.
    """
    progress = _line()
    task = progress.add_task("", total=events, completed=done, loss="", speed="")

    def show(learnt: int, stretch: Tally) -> None:
        speed = f"{stretch.events_per_second:,.0f} events/s"
        progress.update(task, completed=learnt, loss=f"loss {stretch.loss:.3f}", speed=speed)

    with progress:
        yield show


def _line() -> Progress:
    return Progress(
        TextColumn("{task.completed:,} of {task.total:,} events"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[loss]}"),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        disable=not sys.stderr.isatty(),
        # What is piped elsewhere must not come out on the terminal instead.
        redirect_stdout=sys.stdout.isatty(),
        refresh_per_second=2,
    )
