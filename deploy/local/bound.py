"""`python bound.py COMMAND…` becomes COMMAND, which the kernel then kills when its parent dies, whatever of.

Nothing so started can be left behind. Run with `-I -S`: it is in the way of every start.
"""

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1

if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - a shell would be one process more
