"""The networks themselves: the only place, with training, that knows TensorFlow."""

import os

# The engine's graph is one chain of small operations: handing each to another thread costs more than it saves.
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
# Not what TensorFlow says of this machine's processor at each start; its errors still are.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
