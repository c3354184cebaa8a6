"""Parts and plans as they may be asked for, for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.unit.worker.composing.made_up import FAMILIES, part
from worker.contract.part_spec import PartSpec, Primer, PrimerNote
from worker.contract.plan import Plan, Section

TUNE = Primer(notes=(PrimerNote(0.0, 0.7, 60, 90), PrimerNote(0.4, 1.1, 64, 70), PrimerNote(1.2, 1.5, 60, 90)))
PRIMERS = [Primer(), Primer(start_pitch=60), TUNE, Primer(notes=TUNE.notes, include_primer=False)]

families = st.sampled_from(sorted(FAMILIES))
roles = st.sets(st.sampled_from("abcd")).map(lambda names: tuple(sorted(names)))
sections = st.lists(st.builds(Section, st.just("A"), st.integers(1, 2), roles), max_size=5).map(tuple)
plans = st.none() | st.builds(Plan, st.none() | st.integers(0, 11), st.booleans(), sections)


@st.composite
def arranged_parts(draw: st.DrawFn) -> tuple[PartSpec, ...]:
    """One to four parts of which all may be asked."""
    parts = [part(name, draw(st.sampled_from(PRIMERS))) for name in draw(st.lists(families, min_size=1, max_size=4))]
    return tuple(
        replace(
            one,
            role=role,
            octaves=draw(st.integers(-3, 3)),
            voicing="chords" if one.role in ("mono_rnn", "basic_improv") and draw(st.booleans()) else "line",
            touch="kit" if one.is_drum else "",
            conditioning=replace(one.conditioning, render_chords=draw(st.booleans())),
        )
        for role, one in zip("abcd", parts, strict=False)
    )
