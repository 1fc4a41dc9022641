"""Memory is that of all processes of a variant, and of no other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.speed.memory import MARK, Memory, memory_of


def process(proc: Path, number: int, variant: str | None, rss: int, pss: int) -> Path:
    folder = proc / str(number)
    folder.mkdir(parents=True)
    mark = f"{MARK}={variant}\0" if variant else ""
    (folder / "environ").write_bytes(f"HOME=/\0{mark}A=b\0".encode())
    text = f"00-ff ---p [rollup]\nRss: {rss} kB\nPss: {pss} kB\nPss_Anon: 1 kB\n"
    (folder / "smaps_rollup").write_text(text, encoding="ascii")
    return folder


def test_all_processes_of_a_variant_count_and_no_other(tmp_path: Path) -> None:
    process(tmp_path, 10, "ours", 2048, 1024)
    process(tmp_path, 11, "ours", 4096, 3072)
    process(tmp_path, 12, "ours-full", 9000, 9000)
    process(tmp_path, 13, None, 9000, 9000)
    (tmp_path / "self").mkdir()
    assert memory_of("ours", tmp_path) == Memory(6.0, 4.0)


def test_a_process_that_has_just_ended_does_not_count(tmp_path: Path) -> None:
    process(tmp_path, 10, "ours", 2048, 1024)
    (process(tmp_path, 11, "ours", 4096, 3072) / "smaps_rollup").unlink()
    assert memory_of("ours", tmp_path) == Memory(2.0, 1.0)


def test_a_variant_that_does_not_run_has_no_memory(tmp_path: Path) -> None:
    with pytest.raises(ProcessLookupError, match="ours"):
        memory_of("ours", tmp_path)


def test_a_real_process_is_found_by_its_mark() -> None:
    name = f"tried-by-{os.getpid()}"
    code = "x = bytearray(30_000_000); print('ready', flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, MARK: name},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()
        found = memory_of(name)
    finally:
        child.kill()
        child.communicate()
    assert 28 < found.pss <= found.rss
