"""Records kept outside of memory while a program works: pieces of bytes by number, and values as such pieces."""

from __future__ import annotations

import io
import weakref
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TypeVar

from linter.files.numbered import Numbered

_T = TypeVar("_T")

_AT_HAND = 8 * 2**20
"""Bytes kept in memory before they go to a file."""


class Frames(Numbered[bytes]):
    """Pieces of bytes by number, in memory while they are few, then in a file that is gone with the process. ``folder``: where that file
    stands; without it in the system's folder for such files."""

    def __init__(self, at_hand: int | None = None, folder: Path | None = None) -> None:
        self._file: IO[bytes] = io.BytesIO()
        self._at_hand, self._folder = at_hand or _AT_HAND, folder
        self._ends = array("Q", [0])

    def append(self, frame: bytes) -> None:
        """One more.

        Raises:
            OSError: the disk is full.
        """
        end = self._ends[-1] + len(frame)
        if isinstance(self._file, io.BytesIO) and end > self._at_hand:
            self._file = self._on_disk(self._file.getvalue())
        self._file.seek(self._ends[-1])
        self._file.write(frame)
        self._ends.append(end)

    def _on_disk(self, held: bytes) -> IO[bytes]:
        """What was held in memory, as a file that is open as long as the frames are."""
        import tempfile

        file: IO[bytes] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
        weakref.finalize(self, file.close)
        file.write(held)
        return file

    def __len__(self) -> int:
        return len(self._ends) - 1

    def _at(self, number: int) -> bytes:
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number])


class Kept(Numbered[_T]):
    """Values kept as frames, each made anew whenever it is asked for. They never leave this process, so that pickles do. ``folder``: see ``Frames``."""

    def __init__(self, folder: Path | None = None) -> None:
        self._frames = Frames(folder=folder)

    def append(self, value: _T) -> None:
        """One more.

        Raises:
            OSError: the disk is full.
        """
        import pickle

        self._frames.append(pickle.dumps(value))

    def __len__(self) -> int:
        return len(self._frames)

    def _at(self, number: int) -> _T:
        import pickle

        value: _T = pickle.loads(self._frames[number])
        return value


class Picked(Numbered[_T]):
    """Some values of a sequence, by their numbers, in an order of their own."""

    def __init__(self, values: Sequence[_T], numbers: Sequence[int]) -> None:
        self._values, self._numbers = values, array("Q", numbers)

    def __iter__(self) -> Iterator[_T]:
        return (self._values[number] for number in self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, number: int) -> _T:
        return self._values[self._numbers[number]]


_SHIFT = 56
_BLOCK = 1024


class Parted:
    """Pairs of numbers below 2⁶⁴ in parts, by the first eight bits of the first, so that what belongs together is in one part; each part fits into
    memory where all of them do not."""

    def __init__(self) -> None:
        self._frames = Frames()
        self._begun: dict[int, array[int]] = defaultdict(lambda: array("Q"))
        self._blocks: dict[int, array[int]] = defaultdict(lambda: array("Q"))
        """The frames of each part."""

    def add(self, first: int, second: int) -> None:
        """One more pair.

        Raises:
            OSError: the disk is full.
        """
        part = first >> _SHIFT
        begun = self._begun[part]
        begun.append(first)
        begun.append(second)
        if len(begun) >= _BLOCK:
            self._blocks[part].append(len(self._frames))
            self._frames.append(begun.tobytes())
            del begun[:]

    def parts(self) -> Iterator[Iterator[tuple[int, int]]]:
        """Each part that holds something, the least first; its pairs in the order they came in."""
        for part in sorted(self._begun):
            whole = array("Q")
            for number in self._blocks.get(part, ()):
                whole.frombytes(self._frames[number])
            whole.extend(self._begun[part])
            yield zip(whole[::2], whole[1::2], strict=True)
