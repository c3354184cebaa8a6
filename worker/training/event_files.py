"""A run's curve as TensorBoard reads it, written without TensorBoard."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import tensorflow as tf

from worker.training.whole_file import NotWritten

FOLDER: Final = "tensorboard"
_SCALAR: Final = tf.compat.v1.SummaryMetadata(
    plugin_data=tf.compat.v1.SummaryMetadata.PluginData(plugin_name="scalars"), data_class="DATA_CLASS_SCALAR"
)


class EventFiles:
    """Those of a run's folder, begun anew: TensorBoard would show twice what a resumed run writes twice."""

    def __init__(self, out: Path) -> None:
        """Removes what is there.

        Raises:
            NotWritten: The disk is full or takes no file.
        """
        self._folder = out / FOLDER
        for old in self._folder.glob("*.tfevents.*"):
            old.unlink()
        with _written_to(self._folder):
            self._writer: Any = tf.summary.create_file_writer(str(self._folder))

    def add(self, step: int, scalars: Mapping[str, float]) -> None:
        """Writes each of `scalars`, named as TensorBoard groups them: `group/name`.

        Raises:
            NotWritten: The disk is full or takes no file.
        """
        with _written_to(self._folder), self._writer.as_default():
            for name, value in scalars.items():
                tf.summary.write(name, tf.constant(value, tf.float32), step=step, metadata=_SCALAR)
            self._writer.flush()


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    """Says in one line what TensorFlow says in many."""
    try:
        yield
    except tf.errors.OpError as error:
        number = errno.ENOSPC if isinstance(error, tf.errors.ResourceExhaustedError) else errno.EIO
        raise NotWritten.of(folder, OSError(number, os.strerror(number))) from error
