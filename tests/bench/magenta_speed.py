"""Times Magenta's own performance generator; runs in Magenta's Python and talks JSON lines.

Usage: magenta_speed.py BUNDLE, then on standard input a number of seconds a line: for each, a piece so long is made
and one line comes back with its events and the seconds it took.
"""

import json
import os
import sys
import time
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")

import tensorflow.compat.v1 as tf  # noqa: E402
from magenta.models.performance_rnn import performance_sequence_generator  # noqa: E402
from magenta.models.shared import sequence_generator_bundle  # noqa: E402
from note_seq.protobuf import generator_pb2, music_pb2  # noqa: E402

tf.disable_v2_behavior()
tf.logging.set_verbosity(tf.logging.ERROR)


def generator_of(path):
    bundle = sequence_generator_bundle.read_bundle_file(path)
    return performance_sequence_generator.get_generator_map()[bundle.generator_details.id](bundle=bundle)


def main():
    generator = generator_of(sys.argv[1])
    generator.initialize()
    counted = []
    model = type(generator._model)
    original = model._generate_step

    def counting(self, *arguments, **named):
        counted.append(1)
        return original(self, *arguments, **named)

    model._generate_step = counting
    for line in sys.stdin:
        counted.clear()
        options = generator_pb2.GeneratorOptions()
        options.args["temperature"].float_value = 1.0
        options.generate_sections.add(start_time=0, end_time=float(line))
        start = time.perf_counter()
        generator.generate(music_pb2.NoteSequence(ticks_per_quarter=220), options)
        print(json.dumps({"events": len(counted), "seconds": time.perf_counter() - start}), flush=True)


main()
