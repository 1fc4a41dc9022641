from __future__ import annotations

import asyncio
import time

from bot.watch.checks import KEPT, OK, Checks, Finding, Report, degraded, failed


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def fine() -> Finding:
    return OK


def test_all_well_is_ready() -> None:
    report = Report({"model": OK})

    assert report.ready
    assert report.payload() == {"status": "ready", "checks": {"model": "ok"}}


def test_one_failure_is_not_ready() -> None:
    report = Report({"model": OK, "facts": failed("cannot be read"), "locks": degraded("slow")})

    assert not report.ready
    assert report.payload() == {
        "status": "not ready",
        "checks": {"model": "ok", "facts": "failed: cannot be read", "locks": "degraded: slow"},
    }


def test_degraded_is_ready_all_the_same() -> None:
    report = Report({"model": OK, "conversations": degraded("kept aside")})

    assert report.ready
    assert report.payload()["status"] == "degraded"


def test_checks_are_asked_together_and_each_is_bounded() -> None:
    async def hang() -> Finding:
        await asyncio.sleep(60)
        return OK

    began = time.monotonic()
    report = asyncio.run(Checks({"one": hang, "two": hang, "three": fine}).report())

    assert time.monotonic() - began < 2
    assert str(report.findings["one"]) == "failed: did not answer in time"
    assert report.findings["three"] is OK


def test_a_check_that_hangs_is_not_begun_again_and_counts_once_it_ends() -> None:
    begun = 0
    let = asyncio.Event

    async def talk() -> list[Report]:
        gate = let()

        async def hang() -> Finding:
            nonlocal begun
            begun += 1
            await gate.wait()
            return OK

        clock = Clock()
        checks = Checks({"one": hang}, clock)
        reports = [await checks.report()]
        clock.now += KEPT + 1
        reports.append(await checks.report())
        gate.set()
        clock.now += KEPT + 1
        reports.append(await checks.report())
        return reports

    reports = asyncio.run(talk())

    assert [report.ready for report in reports] == [False, False, True]
    assert begun == 1


def test_a_check_that_breaks_is_a_failure_whose_words_are_not_told() -> None:
    async def broken() -> Finding:
        raise RuntimeError("postgresql://user:secret@db")

    report = asyncio.run(Checks({"conversations": broken}).report())

    assert str(report.findings["conversations"]) == "failed: cannot be used"


def test_a_report_is_kept_for_a_moment() -> None:
    asked = 0

    async def count() -> Finding:
        nonlocal asked
        asked += 1
        return OK

    async def talk() -> list[int]:
        clock = Clock()
        checks = Checks({"one": count}, clock)
        seen = []
        await asyncio.gather(*(checks.report() for _ in range(20)))
        seen.append(asked)
        clock.now += KEPT
        await checks.report()
        seen.append(asked)
        clock.now += 0.1
        await checks.report()
        return [*seen, asked]

    assert asyncio.run(talk()) == [1, 1, 2]
