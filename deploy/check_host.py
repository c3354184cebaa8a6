"""What this machine lacks to make Cadenza's environment, one line each; nothing and status 0 when it lacks nothing.

Written so that an old Python can still read it.
"""

import importlib.util
import platform
import sys


def lacks() -> "list[str]":
    found = []
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        version = platform.python_version()
        found.append(
            "Cadenza needs Python 3.11, 3.12 or 3.13; this is " + version + ". Name one: make PYTHON=python3.11"
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        found.append(
            "Python's venv module is missing: install it (on Debian and Ubuntu: apt-get install python3-venv)."
        )
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        found.append("Cadenza's pinned packages are for Linux on x86-64; this is " + platform.platform() + ".")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(lacks()) or 0)
