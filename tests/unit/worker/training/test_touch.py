"""What is counted of drummers' takes: touch and grooves, from files made for it."""

from __future__ import annotations

import json
from pathlib import Path

import mido
import numpy as np
import pytest

from models_store.touches import TouchTable
from tests.unit.midi_files import TICKS, midi, of_messages, tempos
from worker.cli import main
from worker.training.corpus import CorpusError
from worker.training.drum_takes import read_takes
from worker.training.touch import touch_table
from worker.training.typical_bars import STYLES, typical_grooves

STEP = TICKS // 4
KICK, SNARE, HI_HAT, RIDE = 36, 38, 42, 51

# Tick, pitch, velocity.
Hit = tuple[int, int, int]


def drum_file(hits: list[Hit], numerator: int = 4) -> bytes:
    meter = mido.MetaMessage("time_signature", numerator=numerator, denominator=4)
    timed = [(tick, 0, mido.Message("note_on", channel=9, note=n, velocity=v)) for tick, n, v in hits]
    return midi(tempos((0, 120.0)), of_messages([meter], timed))


def write(folder: Path, takes: dict[str, list[Hit]], split: str = "train") -> Path:
    """Adds files to a corpus and to the list of its splits."""
    listed = folder / "files.tsv"
    lines = listed.read_text().splitlines() if listed.exists() else ["path\tsplit"]
    for name, hits in takes.items():
        (folder / name).write_bytes(drum_file(hits))
        lines.append(f"{name}\t{split}")
    listed.write_text("\n".join(lines) + "\n")
    return folder


def drummed(rng: np.random.Generator, loud: int, bars: int = 16) -> list[Hit]:
    """Hi-hat on eighths, and a snare as loud as asked on two and four; both drums are early or late together."""
    hits = []
    for step in range(0, bars * 16, 2):
        late = int(rng.normal(0, STEP / 12))
        place = 16 * STEP + step * STEP + late
        hits.append((place, HI_HAT, int(np.clip(rng.normal(loud - 40, 4), 1, 127))))
        if step % 8 == 4:
            hits.append((place, SNARE, int(np.clip(rng.normal(loud, 4), 1, 127))))
    return hits


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, rng = tmp_path_factory.mktemp("takes"), np.random.default_rng(0)
    for split, first in (("train", 0), ("test", 12)):
        drummers = [90 + 20 * (number % 2) for number in range(first, first + 12)]
        write(folder, {f"{first + n}.mid": drummed(rng, loud) for n, loud in enumerate(drummers)}, split)
    return folder


def test_a_hit_lies_at_the_nearest_sixteenth_and_keeps_how_far_it_is_from_it(tmp_path):
    hits = [(0, KICK, 80), (4 * STEP + 12, SNARE, 100), (4 * STEP + 50, SNARE, 30), (8 * STEP, 35, 70)]
    (take,) = read_takes(write(tmp_path, {"1.mid": hits}), "train")
    assert (take.bars, take.qpm) == (1, 120.0)
    assert np.argwhere(~np.isnan(take.velocity)).tolist() == [[0, 0], [4, 1], [8, 0]]
    assert take.velocity[4, 1] == 100
    # Half the hits lie before the take's own pulse, which is 6 ticks behind the file's.
    assert take.offset[4, 1] == pytest.approx(6 / STEP)


def test_other_meters_and_unreadable_files_are_left_out(tmp_path):
    folder = write(tmp_path, {"1.mid": [(0, KICK, 80)], "2.mid": [(0, KICK, 80)], "3.mid": []})
    (folder / "1.mid").write_bytes(drum_file([(0, KICK, 80)], numerator=3))
    (folder / "2.mid").write_bytes(b"MThd garbage")
    with pytest.raises(CorpusError, match="no file of the train split holds drums in 4/4"):
        read_takes(folder, "train")


def test_a_table_has_the_values_that_were_played_and_what_hits_have_in_common(takes):
    table = touch_table(read_takes(takes, "train"))
    median = table.probabilities.index(0.5)
    assert 45 < table.velocity.quantiles[2][2][median] < 75
    assert table.velocity.quantiles[1][4][0] < 95
    assert table.velocity.quantiles[1][4][-1] > 105
    # Whoever strikes one drum hard strikes all hard; what is struck at once is late together, and that time alone.
    assert table.velocity.take > 0.5
    assert table.offset.drift > 0.7
    assert table.offset.carry < 0.3


def test_what_is_seldom_struck_has_the_values_of_all_places_or_of_all_drums(takes):
    kick, snare, hi_hat, *_ = touch_table(read_takes(takes, "train")).velocity.quantiles
    assert snare[0] == snare[7] != snare[4]
    assert snare[0] != kick[0] == kick[7] != hi_hat[7]


def test_the_command_writes_a_table_and_measures_it_on_takes_held_out(takes, tmp_path, capsys):
    main(["touch", "--data", str(takes), "--out", str(tmp_path / "table.json")])
    TouchTable.from_json(json.loads((tmp_path / "table.json").read_text()))
    capsys.readouterr()
    main(["touch", "--data", str(takes), "--evaluate"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_drum = {(line["of"], line["way"]): line["by drum"] for line in lines if "way" in line}
    assert by_drum["velocity", "touch"] > 0.8
    assert by_drum["velocity", "touch"] > by_drum["velocity", "all hits of train"] + 0.1
    assert by_drum["offset", "touch"] > by_drum["offset", "as quantized"] + 0.1


def beats(pitch: int, steps: tuple[int, ...], bars: int = 4) -> list[Hit]:
    return [((bar * 16 + step) * STEP, pitch, 90) for bar in range(bars) for step in steps]


def test_a_groove_is_what_many_of_a_style_play_and_no_fill(tmp_path):
    common, quarters = beats(HI_HAT, tuple(range(0, 16, 2))), (0, 4, 8, 12)
    files = {f"{n}_{style}_120_beat_4-4.mid": common for n in range(3) for style in STYLES}
    files |= {f"{n}_rock-slow_120_beat_4-4.mid": beats(RIDE, (n,)) for n in range(3, 6)}
    files |= {f"{n}_rock_120_fill_4-4.mid": beats(SNARE, quarters) for n in range(6, 20)}
    grooves = {groove.slug: groove for groove in typical_grooves(write(tmp_path, files))}
    assert grooves["rock"].steps == ((HI_HAT,), ()) * 16
    assert grooves["rock"].source.startswith("0_rock_120_beat_4-4.mid, bars ")


def test_a_style_that_nobody_plays_is_named(tmp_path):
    folder = write(tmp_path, {"1_funk_120_beat_4-4.mid": beats(KICK, (0,)), "drums.mid": beats(KICK, (0,))})
    with pytest.raises(CorpusError, match="no two bars of a beat of hiphop"):
        list(typical_grooves(folder))


def test_the_command_writes_a_file_for_each_style(tmp_path):
    files = {f"1_{style}_120_beat_4-4.mid": beats(KICK, (0, 8)) for style in STYLES}
    main(["grooves", "--data", str(write(tmp_path, files)), "--out", str(tmp_path / "grooves")])
    assert {path.stem for path in (tmp_path / "grooves").glob("*.toml")} == set(STYLES)
