"""The child process that reads PDFs and scans: requests on standard input, pieces on standard output, until either ends.

Frames are a length (4 bytes) and a pickle. A request is ``(reader, data, context)``; answers are ``("piece", piece)`` …,
``("more", seconds)`` where recognition needs time, then ``("done",)`` or ``("unreadable", line)``.
"""

from __future__ import annotations

import importlib
import os
import pickle
import struct
import sys
from typing import IO, Any

from linter.files.memory import in_use, limit_memory
from linter.formats.api import ReadContext, Unreadable

READERS = {"pdf": "linter.formats._paged.pdf_read", "image": "linter.formats._paged.image_read"}
_BASE_MEMORY = 400 * 2**20
_SPARE_MEMORY = 300 * 2**20
_DAMAGED = "文件已损坏，已停止读取"
_TOO_LARGE = "内容过大，超出读取时的内存上限，已停止读取"


def send(stream: IO[bytes], message: Any) -> None:
    """Write one frame."""
    body = pickle.dumps(message, protocol=5)
    stream.write(struct.pack("<I", len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The body of one frame, ``None`` at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = struct.unpack("<I", head)[0]
    body = stream.read(length)
    return body if len(body) == length else None


def _answer(reader: str, data: bytes, context: ReadContext, out: IO[bytes]) -> None:
    most = context.limits.memory
    limit_memory(min(most, max(_BASE_MEMORY, in_use() + _SPARE_MEMORY) + 4 * len(data)))

    def more(seconds: float) -> None:
        limit_memory(most)  # recognition loads its models
        send(out, ("more", seconds))

    try:
        for piece in importlib.import_module(READERS[reader]).read(data, context, more):
            send(out, ("piece", piece))
        send(out, ("done",))
    except Unreadable as error:
        send(out, ("unreadable", str(error)))
    except MemoryError:
        send(out, ("unreadable", _TOO_LARGE))
    except Exception:  # whatever a broken file provokes; the parent says it in one line
        send(out, ("unreadable", _DAMAGED))


def main() -> None:
    """Serve until standard input ends."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing a library prints may get between the frames
    while (body := receive(sys.stdin.buffer)) is not None:
        reader, data, context = pickle.loads(body)
        _answer(reader, data, context, out)


if __name__ == "__main__":
    main()
