from __future__ import annotations

import io
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tinysoundfont import Synth

from worker.rendering.errors import RenderError
from worker.rendering.font_cut import cut_font
from worker.rendering.font_tables import COMPRESSED, read_tables, write_font
from worker.rendering.soundfont import MAX_IDLE_BYTES, Preset, SoundFont
from worker.rendering.timeline import SAMPLE_RATE_HZ

PIANO = Preset(0, 0)
DRUMS = Preset(128, 0)
SECOND = SAMPLE_RATE_HZ

# Loads every preset of each file and plays it; what is refused is no matter, a crash is.
LOAD_ALL = """
import sys
from pathlib import Path
import numpy as np
from mido import Message
from worker.rendering.errors import RenderError
from worker.rendering.soundfont import Preset, SoundFont
samples = np.zeros((4800, 2), np.float32)
for path in sys.argv[1:]:
    try:
        instrument = SoundFont(Path(path)).borrow(Preset(0, 0))
    except RenderError:
        continue
    for key in range(0, 128, 5):
        instrument.send(Message("note_on", note=key))
    instrument.generate(samples)
"""


def cut(path: Path, preset: Preset) -> bytes:
    content = memoryview(path.read_bytes())
    return cut_font(read_tables(content), content, *preset)[0]


def sound_of(font: bytes, preset: Preset) -> np.ndarray:
    synth, channel = Synth(samplerate=SAMPLE_RATE_HZ), 9 if preset.bank else 0
    synth.sfload(font)
    synth.program_change(channel, preset.number, is_drums=bool(preset.bank))
    for key in range(36, 84, 5):
        synth.noteon(channel, key, 100)
    return np.frombuffer(synth.generate_simple(SECOND), np.float32).copy()


def compressed(font: bytes) -> bytes:
    """The same font as .sf3: each sample a stream of Ogg Vorbis."""
    content = memoryview(font)
    tables, data = read_tables(content), bytearray()
    samples = tables.samples.copy()
    pool = np.frombuffer(content[tables.samples_start :][: tables.sample_bytes], "<i2")
    for sample in samples[:-1]:
        start, end = int(sample["start"]), int(sample["end"])
        stream = io.BytesIO()
        soundfile.write(stream, pool[start:end], int(sample["rate_hz"]), format="OGG", subtype="VORBIS")
        sample["loop_start"] -= start
        sample["loop_end"] -= start
        sample["start"], sample["kind"] = len(data), COMPRESSED | 1
        data += stream.getvalue()
        sample["end"] = len(data)
        data += bytes(len(data) % 2)
    return write_font(tables.presets, tables.instruments, samples, bytes(data))


@pytest.mark.parametrize("preset", [PIANO, DRUMS, Preset(0, 48), Preset(0, 73)])
def test_a_preset_cut_out_sounds_as_in_the_whole_soundfont(soundfont_path, preset):
    whole, part = (sound_of(font, preset) for font in (soundfont_path.read_bytes(), cut(soundfont_path, preset)))
    # A place among more samples is a larger number, and rounded otherwise: 100 dB below the sound.
    assert np.abs(whole).max() > 0.1
    assert np.abs(whole - part).max() < 1e-5 * np.abs(whole).max()


def test_a_part_of_a_soundfont_is_a_soundfont_of_which_the_same_part_is_the_same(soundfont_path, tmp_path):
    part = cut(soundfont_path, PIANO)
    (tmp_path / "part.sf2").write_bytes(part)
    assert len(part) < 0.3 * soundfont_path.stat().st_size
    assert cut(tmp_path / "part.sf2", PIANO) == part


def test_compressed_samples_are_cut_out_as_they_are(soundfont_path, tmp_path):
    path = tmp_path / "font.sf3"
    path.write_bytes(compressed(cut(soundfont_path, PIANO)))
    plain, packed = sound_of(cut(soundfont_path, PIANO), PIANO), sound_of(cut(path, PIANO), PIANO)
    assert np.corrcoef(plain, packed)[0, 1] > 0.95


def test_a_damaged_compressed_sample_is_refused(soundfont_path, tmp_path):
    font = bytearray(compressed(cut(soundfont_path, PIANO)))
    start = read_tables(memoryview(bytes(font))).samples_start
    font[start + 5000] ^= 1
    (tmp_path / "font.sf3").write_bytes(font)
    with pytest.raises(RenderError, match=r"font\.sf3 is no SoundFont, or a damaged one"):
        SoundFont(tmp_path / "font.sf3").borrow(PIANO)


def test_a_missing_soundfont_is_named(tmp_path: Path):
    with pytest.raises(RenderError, match=r"nowhere\.sf3 cannot be read: No such file"):
        SoundFont(tmp_path / "nowhere.sf3")


@pytest.mark.parametrize("content", [b"", b"no SoundFont at all", b"RIFF\x10\x00\x00\x00sfbkLIST"])
def test_a_corrupt_soundfont_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "broken.sf2"
    path.write_bytes(content)
    with pytest.raises(RenderError, match=r"broken\.sf2 is no SoundFont, or a damaged one"):
        SoundFont(path)


@pytest.mark.parametrize("length", [100, 3_000_000, -40_000, -60, -1])
def test_a_soundfont_cut_short_is_refused(tmp_path: Path, soundfont_path: Path, length: int):
    path = tmp_path / "cut.sf2"
    path.write_bytes(soundfont_path.read_bytes()[:length])
    with pytest.raises(RenderError, match="damaged"):
        SoundFont(path).borrow(PIANO)


def test_a_table_that_points_beyond_its_samples_is_refused(soundfont_path, tmp_path):
    font = bytearray(cut(soundfont_path, PIANO))
    shdr = font.rindex(b"shdr") + 8
    font[shdr + 32 : shdr + 36] = struct.pack("<I", 1 << 30)  # where the first sample's loop ends
    (tmp_path / "evil.sf2").write_bytes(font)
    with pytest.raises(RenderError, match="damaged"):
        SoundFont(tmp_path / "evil.sf2").borrow(PIANO)


def test_flipped_bits_in_its_tables_crash_nothing(soundfont_path, tmp_path):
    font, random = cut(soundfont_path, PIANO), np.random.default_rng(1)
    tables = font.index(b"pdta")
    paths = []
    for number in range(150):
        flipped = bytearray(font)
        for place in random.integers(tables, len(font), 3):
            flipped[place] ^= 1 << int(random.integers(8))
        paths.append(tmp_path / f"{number}.sf2")
        paths[-1].write_bytes(flipped)
    subprocess.run([sys.executable, "-c", LOAD_ALL, *paths], check=True, timeout=120)


def test_instruments_given_back_are_lent_again_and_few_are_kept(soundfont_path):
    soundfont = SoundFont(soundfont_path)
    piano = soundfont.borrow(PIANO)
    assert soundfont.borrow(PIANO) is not piano
    soundfont.give_back(PIANO, piano)
    assert soundfont.borrow(PIANO) is piano
    for _ in range(2 * MAX_IDLE_BYTES // piano.size_bytes):
        soundfont.give_back(PIANO, soundfont._load(PIANO))
    assert sum(instrument.size_bytes for _, instrument in soundfont._idle.values()) <= MAX_IDLE_BYTES
