"""Sequences that make each value when it is asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar, overload

_T = TypeVar("_T")


class Numbered(Sequence[_T]):
    """A sequence that says its length and gives the value of a number; of a slice the values are made at once."""

    @abstractmethod
    def _at(self, number: int) -> _T:
        """The value of a number from 0 to below the length."""

    @overload
    def __getitem__(self, number: int) -> _T: ...
    @overload
    def __getitem__(self, number: slice) -> list[_T]: ...
    def __getitem__(self, number: Any) -> Any:
        numbers = range(len(self))[number]
        return [self._at(each) for each in numbers] if isinstance(numbers, range) else self._at(numbers)
