"""Where the time of a run goes: by stage, format and rule. Nothing is measured, and nothing costs, unless somebody asks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

READING, LAYING_OUT, CHECKING, COMPARING = "读取文件", "识别表格", "逐表检查", "各表之间核对"


class Clock:
    """Seconds by stage, by format (of reading) and by rule, and how often each was measured."""

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.times: Counter[str] = Counter()

    def rule(self, code: str, check: Callable[[Any], Iterable[Any]]) -> Callable[[Any], list[Any]]:
        """The rule's ``check``, measured until it has said all it says."""

        def measured(subject: Any) -> list[Any]:
            began = time.perf_counter()
            try:
                return list(check(subject))
            finally:
                self.rules[code] += time.perf_counter() - began  # type: ignore[assignment]
                self.times[code] += 1

        return measured


_clock: ContextVar[Clock | None] = ContextVar("clock", default=None)


def clock() -> Clock | None:
    """The clock of this run, where somebody asked for one."""
    return _clock.get()


@contextmanager
def timed() -> Iterator[Clock]:
    """Measure what is done within, in this process."""
    made = Clock()
    token = _clock.set(made)
    try:
        yield made
    finally:
        _clock.reset(token)


@contextmanager
def spent(stage: str) -> Iterator[None]:
    """Count the time within as of a stage."""
    running = _clock.get()
    began = time.perf_counter()
    try:
        yield
    finally:
        if running is not None:
            running.stages[stage] += time.perf_counter() - began  # type: ignore[assignment]


def told(running: Clock, shown: int = 12) -> Iterator[str]:
    """What the clock says, in Chinese lines."""
    total = sum(running.stages.values()) or 1
    yield "用时：" + "，".join(f"{stage} {seconds:.2f} 秒（{seconds / total:.0%}）" for stage, seconds in running.stages.most_common())
    for name, seconds in running.formats.most_common():
        yield f"读取 {name}：{running.times[name]} 个文件，共 {seconds:.2f} 秒，每个 {seconds / running.times[name] * 1000:.1f} 毫秒"
    rules = sum(running.rules.values()) or 1
    for code, seconds in running.rules.most_common(shown):
        times = running.times[code]
        yield f"规则 {code}：{times} 次，共 {seconds:.2f} 秒（占规则用时 {seconds / rules:.0%}），每次 {seconds / times * 1e6:.0f} 微秒"
