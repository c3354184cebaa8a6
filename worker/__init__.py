"""The worker: composes pieces and renders them, told by messages alone."""

import warnings

# note-seq imports pydub, which asks for a program to decode audio with. No audio is ever decoded here.
warnings.filterwarnings("ignore", message="Couldn't find ffmpeg or avconv")
