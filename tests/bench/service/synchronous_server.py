"""A service as Magenta's examples have it: each request composes its piece while it is answered, one after the other.

Usage: synchronous_server.py BUNDLE PORT, in Magenta's Python. A POST of {"length_seconds": 10, "seed": 1} is answered
with the MIDI file. It stands for Flask's own server without threads, which is built on the same http.server: Magenta's
environment has no Flask, whose milliseconds are nothing beside the seconds that a piece takes.
"""

import io
import json
import os
import sys
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")

import note_seq  # noqa: E402
import tensorflow.compat.v1 as tf  # noqa: E402
from magenta.models.performance_rnn import performance_sequence_generator  # noqa: E402
from magenta.models.shared import sequence_generator_bundle  # noqa: E402
from note_seq.protobuf import generator_pb2, music_pb2  # noqa: E402

tf.disable_v2_behavior()
tf.logging.set_verbosity(tf.logging.ERROR)


def generator_of(path):
    bundle = sequence_generator_bundle.read_bundle_file(path)
    generator = performance_sequence_generator.get_generator_map()[bundle.generator_details.id](bundle=bundle)
    generator.initialize()
    return generator


def midi(generator, seconds):
    options = generator_pb2.GeneratorOptions()
    options.args["temperature"].float_value = 1.0
    options.generate_sections.add(start_time=0, end_time=seconds)
    piece = generator.generate(music_pb2.NoteSequence(ticks_per_quarter=220), options)
    file = io.BytesIO()
    note_seq.sequence_proto_to_pretty_midi(piece).write(file)
    return file.getvalue()


class Handler(BaseHTTPRequestHandler):
    generator = generator_of(sys.argv[1])

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        made = midi(self.generator, asked["length_seconds"])
        self.send_response(200)
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *arguments):
        pass


class Server(HTTPServer):
    # Who asks meanwhile waits, and is not turned away.
    request_queue_size = 128


Server(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
