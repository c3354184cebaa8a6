"""A container's quota, not the machine's cores, says how many threads are of use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from worker.networks.devices import usable_cores

CORES = len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("written", "cores"),
    [("max 100000", CORES), ("50000 100000", 1), ("100000 100000", 1), ("100100 100000", min(2, CORES))],
)
def test_a_quota_of_version_2_limits_the_cores(tmp_path: Path, written: str, cores: int) -> None:
    (tmp_path / "cpu.max").write_text(f"{written}\n")
    assert usable_cores(tmp_path) == cores


@pytest.mark.parametrize(("quota", "cores"), [("-1", CORES), ("50000", 1)])
def test_a_quota_of_version_1_limits_the_cores(tmp_path: Path, quota: str, cores: int) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(f"{quota}\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert usable_cores(tmp_path) == cores


def test_without_control_groups_all_cores_are_of_use(tmp_path: Path) -> None:
    assert usable_cores(tmp_path) == CORES
