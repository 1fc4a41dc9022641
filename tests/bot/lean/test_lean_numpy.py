"""What numpy's libraries are told about the processor."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lean.__main__ import KERNELS, THREADS, for_numpy, processor_can


@pytest.mark.parametrize(
    ("able", "kernels"),
    [
        ({"sse2", "avx2", "fma"}, "Haswell"),
        ({"sse2", "avx2"}, None),
        ({"fma"}, None),
        (set(), None),
    ],
)
def test_newer_kernels_are_for_processors_that_can_run_them(
    able: set[str], kernels: str | None
) -> None:
    assert for_numpy(able).get(KERNELS) == kernels
    assert [for_numpy(able)[name] for name in THREADS] == ["1"] * len(THREADS)


def test_a_processor_is_read_as_linux_describes_it(tmp_path: Path) -> None:
    described = tmp_path / "cpuinfo"
    described.write_text("processor : 0\nflags : fpu avx2 fma\n\nprocessor : 1\nflags : fpu\n")

    assert processor_can(described) >= {"avx2", "fma"}


def test_a_processor_that_is_not_described_is_taken_to_be_old(tmp_path: Path) -> None:
    assert processor_can(tmp_path / "nothing") == set()
