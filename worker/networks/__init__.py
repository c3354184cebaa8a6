"""Magenta's networks: the only place, besides training, that imports TensorFlow."""

import os

# XLA prefers half the vector width that these processors have, which costs a lone piece a fifth of its speed.
# TensorFlow reads this when it is imported first; what an operator set is kept.
_WIDE = "--xla_cpu_prefer_vector_width=512"
if "xla_cpu_prefer_vector_width" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_WIDE}".strip()
