"""From keys that go down and up to notes that are held."""

from __future__ import annotations

from collections.abc import Iterator

from worker.contract.midi.track import Key, Track


def held_keys(track: Track) -> Iterator[tuple[Key, int]]:
    """Each key that went down, and the tick at which it came up.

    A release ends all notes of that pitch in that channel, as Magenta reads files; a note that nothing ends is left
    out.
    """
    down: dict[tuple[int, int], list[Key]] = {}
    for key in track.keys:
        held = down.setdefault((key.channel, key.pitch), [])
        if key.velocity:
            held.append(key)
            continue
        ended = [other for other in held if other.tick < key.tick]
        yield from ((other, key.tick) for other in ended)
        # A release at the tick of the strike belongs to the note before, where there is one.
        held[:] = [other for other in held if other.tick == key.tick] if ended else []
