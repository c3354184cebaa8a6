"""`make check-magenta`: Magenta 2.1.4 itself loads our bundles, gives the same probabilities and pieces.

Usage: python -m tests.magenta.check PYTHON, the Python of an environment that holds Magenta (docs/magenta.md).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.magenta.same_pieces import same_pieces
from worker.encodings.config import Config
from worker.encodings.configs import config_of
from worker.encodings.event_json import events_of
from worker.networks.bundle import Bundle, read_bundle, write_bundle
from worker.networks.comparison import PROBABILITY_TOLERANCE, encoded, softmax
from worker.networks.unrolled import last_layer

DATA = Path(__file__).parents[1] / "data"
MAGENTA_SIDE = Path(__file__).with_name("probabilities.py")
STEPS = ("--num_outputs=1", "--num_steps=64")
PIECES = {
    "attention_rnn": ("melody_rnn.melody_rnn_generate", *STEPS, "--primer_melody=[60, -2, 62, -2]"),
    "drum_kit": ("drums_rnn.drums_rnn_generate", *STEPS, "--primer_drums=[(36,)]"),
    "performance_with_dynamics": (
        "performance_rnn.performance_rnn_generate",
        "--num_outputs=1",
        "--num_steps=1000",
        "--primer_pitches=[60, 64, 67]",
    ),
    "polyphony": ("polyphony_rnn.polyphony_rnn_generate", *STEPS, "--primer_pitches=[67, 64, 60]"),
    "attention_improv": (
        "improv_rnn.improv_rnn_generate",
        "--num_outputs=1",
        "--primer_melody=[60]",
        "--backing_chords=C G Am F",
    ),
}


def main(magenta_python: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected = {path.stem: _prepare(path, Path(folder)) for path in sorted(DATA.glob("*.mag")) if _written(path)}
        subprocess.run([magenta_python, "-W", "ignore", MAGENTA_SIDE, folder], check=True, stderr=subprocess.PIPE)
        print(f"{'bundle written here':52} {'probabilities':>13}  MIDI by Magenta")
        good = [_row(name, ours, Path(folder), magenta_python) for name, ours in expected.items()]
    print()
    good.append(same_pieces(magenta_python))
    sys.exit(0 if all(good) else "Magenta differs")


def _written(path: Path) -> bool:
    return not config_of(path.stem).is_nade


def _prepare(path: Path, folder: Path) -> dict[str, np.ndarray]:
    """Writes the bundle and its inputs for Magenta; our probabilities."""
    config, bundle = config_of(path.stem), read_bundle(path)
    described = json.loads(path.with_suffix(".json").read_text())
    events = events_of(config, described["events"])
    inputs, _ = encoded(config, described, events)
    write_bundle(folder / path.name, bundle)
    np.savez(folder / f"{path.stem}.in.npz", inputs=inputs)
    return _probabilities(config, bundle, inputs)


def _probabilities(config: Config, bundle: Bundle, inputs: np.ndarray) -> dict[str, np.ndarray]:
    logits = last_layer(bundle.weights, config.network_inputs(inputs), bundle.attn_length)
    heads = np.split(logits, np.cumsum(config.heads)[:-1], axis=1)
    return {f"t{t}_h{index}": softmax(head, t) for t in (1.0, 0.7) for index, head in enumerate(heads)}


def _row(name: str, ours: dict[str, np.ndarray], folder: Path, magenta_python: str) -> bool:
    with np.load(folder / f"{name}.out.npz") as theirs:
        difference = max(float(np.abs(theirs[key] - value).max()) for key, value in ours.items())
    midi_bytes = _generate(name, folder, magenta_python) if name in PIECES else None
    played = "-" if midi_bytes is None else f"{midi_bytes} bytes" if midi_bytes else "NONE"
    good = difference < PROBABILITY_TOLERANCE and midi_bytes != 0
    print(f"{name:52} {difference:13.1e}  {played}{'' if good else '  OFF'}", flush=True)
    return good


def _generate(name: str, folder: Path, magenta_python: str) -> int:
    """Bytes of the MIDI file that Magenta's own command made from the bundle; 0 where it made none."""
    module, *options = PIECES[name]
    out = folder / f"{name}.midi"
    command = [magenta_python, "-W", "ignore", "-m", f"magenta.models.{module}", f"--config={name}", *options]
    command += [f"--bundle_file={folder / name}.mag", f"--output_dir={out}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    files = list(out.glob("*.mid"))
    if not files:
        print(done.stderr[-2000:], file=sys.stderr)
    return sum(file.stat().st_size for file in files)


if __name__ == "__main__":
    main(sys.argv[1])
