"""Machines that are network namespaces on one switch, each of which reaches only what it is meant to.

Nothing of it is seen from the machine's own network, and deleting the namespaces deletes all of it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.local.processes import bound
from tests.service import ROOT

PREFIX: Final = "cadenza-try-"
SWITCH: Final = f"{PREFIX}switch"
NET: Final = "10.77.0"
NAMES: Final = Path("/etc/netns")
STOP_SECONDS: Final = 20


@dataclass
class Host:
    """One machine: its address, and the processes on it by name."""

    name: str
    address: str
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def command(self, *words: str) -> list[str]:
        """The same command, as it runs on this machine."""
        return ["ip", "netns", "exec", PREFIX + self.name, *words]

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                bound(self.command(*command)), cwd=ROOT, env=dict(environment), stdout=log, stderr=subprocess.STDOUT
            )

    def run(self, *words: str, environment: Mapping[str, str] | None = None) -> bytes:
        """What a command that ends by itself says.

        Raises:
            subprocess.CalledProcessError: It ended with a status other than 0.
        """
        given = {**os.environ, **(environment or {})}
        return subprocess.run(self.command(*words), cwd=ROOT, env=given, check=True, capture_output=True).stdout

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Tells all of its processes to end, and sees that they do."""
        for process in self.processes.values():
            process.terminate()
        for name in list(self.processes):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.processes[name].wait(STOP_SECONDS)
            self.kill(name)

    def reaches(self, address: str, port: int) -> bool:
        """Whether a connection can be made from here."""
        probe = ("timeout", "1", "bash", "-c", f"exec 3<>/dev/tcp/{address}/{port}")
        return subprocess.run(self.command(*probe), check=False, capture_output=True).returncode == 0

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@contextlib.contextmanager
def network(
    folder: Path, names: tuple[str, ...], known: Mapping[str, tuple[str, ...]], reach: Mapping[str, tuple[str, ...]]
) -> Iterator[dict[str, Host]]:
    """The machines; their processes, their namespaces and all between them end with the block.

    Args:
        folder: Where their logs go.
        names: Of the machines.
        known: Names under which machines find others: one name may be of several.
        reach: "NAME:PORT" of what a machine may connect to, by its name; a machine not named there connects to nobody.
    """
    hosts = {name: Host(name, f"{NET}.{number}", folder) for number, name in enumerate(names, 10)}
    try:
        _make_switch()
        for host in hosts.values():
            _plug_in(host)
            _tell_names(host, hosts, known)
            _fence(host, [_address(target, hosts, known) for target in reach.get(host.name, ())])
        yield hosts
    finally:
        # In their order: whoever asks ends before those who answer.
        for host in hosts.values():
            host.stop()
        for name in (*names, "switch"):
            _delete(PREFIX + name)


def _make_switch() -> None:
    _ip("netns", "add", SWITCH)
    _ip("-n", SWITCH, "link", "add", "switch", "type", "bridge")
    _ip("-n", SWITCH, "link", "set", "switch", "up")


def _plug_in(host: Host) -> None:
    space = PREFIX + host.name
    _ip("netns", "add", space)
    _ip("-n", SWITCH, "link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", space)
    _ip("-n", SWITCH, "link", "set", host.name, "master", "switch", "up")
    _ip("-n", space, "link", "set", "lo", "up")
    _ip("-n", space, "address", "add", f"{host.address}/24", "dev", "eth0")
    _ip("-n", space, "link", "set", "eth0", "up")


def _tell_names(host: Host, hosts: Mapping[str, Host], known: Mapping[str, tuple[str, ...]]) -> None:
    """`ip netns exec` shows this file in place of the machine's own."""
    lines = ["127.0.0.1 localhost", *(f"{hosts[of].address} {name}" for name, of_all in known.items() for of in of_all)]
    place = NAMES / (PREFIX + host.name)
    place.mkdir(parents=True, exist_ok=True)
    (place / "hosts").write_text("\n".join(lines) + "\n")


def _address(target: str, hosts: Mapping[str, Host], known: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    name, port = target.split(":")
    return ", ".join(hosts[of].address for of in known[name]), port


def _fence(host: Host, targets: list[tuple[str, str]]) -> None:
    """Answers may go anywhere; what is begun here only where it is meant to."""
    rules = "".join(f"ip daddr {{ {addresses} }} tcp dport {port} accept\n" for addresses, port in targets)
    table = (
        "table inet fence { chain out { type filter hook output priority 0; policy drop;\n"
        f'oif "lo" accept\nct state established,related accept\n{rules}reject\n}}\n}}\n'
    )
    subprocess.run(host.command("nft", "-f", "-"), input=table.encode(), check=True)


def _delete(space: str) -> None:
    subprocess.run(["ip", "netns", "delete", space], check=False, capture_output=True)
    shutil.rmtree(NAMES / space, ignore_errors=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
