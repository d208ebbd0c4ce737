"""What is made of a batch and the decisions on it: every output of ``jixiao report``, and the originals with their notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from linter.desk.rebuild import STANDING, result_of
from linter.desk.store import Store
from linter.formats import Unreadable
from linter.formats.api import CannotWrite
from linter.model.errors import JixiaoError
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.files import safe_name
from linter.reports.result import Result
from linter.run.annotating import annotated_input

File = tuple[str, bytes]


class NothingToWrite(JixiaoError):
    """There is nothing to make. One Chinese line."""


def _earlier(store: Store, batch: int, settings: Settings) -> Result | None:
    """The first round, where the batch is a second one."""
    previous = store.batch(batch)["previous"]
    return result_of(store, previous, settings, STANDING) if previous is not None else None


def feedback(store: Store, batch: int, to: str, settings: Settings, options: FeedbackOptions, only: str, unit: str = "") -> list[File]:
    """The files of one kind of feedback.

    Raises:
        CannotReport: a library is missing, a template lacks a field.
        NothingToWrite: no form was read.
        Gone: the batch was deleted.
    """
    kind = feedback_named(to)
    result = result_of(store, batch, settings, only, unit=unit)
    if not any(document.forms for document in result.documents):
        raise NothingToWrite("本批次没有读到绩效目标表，无从生成")
    made = kind.render(batch_of(result, _earlier(store, batch, settings)), options)
    return [(f"{safe_name(title)}{kind.suffix}", content.encode() if isinstance(content, str) else content) for title, content in made]


def annotated(store: Store, batch: int, settings: Settings, only: str) -> Iterator[File]:
    """The originals with their notes, each under its own name; what takes none is left out and said in a list of its own."""
    with store.reading() as c:
        numbers = [row[0] for row in c.execute("SELECT id FROM originals WHERE batch = ? ORDER BY name, id", (batch,))]
    left_out: list[str] = []
    count = 0
    for number in numbers:
        original = store.original(number)
        result = result_of(store, batch, settings, only, original=number, twins=True)
        try:
            done = annotated_input(original["data"], original["name"], result)
        except (CannotWrite, Unreadable) as error:
            left_out.append(f"{original['name']}：{error}")
            continue
        if done is None:
            left_out.append(f"{original['name']}：没有绩效目标表，也没有意见")
            continue
        count += 1
        yield original["name"], done.data
    if left_out:
        yield "未加批注的文件.txt", ("\n".join(left_out) + "\n").encode()
    elif not count:
        raise NothingToWrite("本批次没有文件")


def together(files: Iterable[File]) -> bytes:
    """Several files as one archive; names that meet are told apart."""
    stream = io.BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            path, number = PurePosixPath(name), 1
            while str(path).lower() in seen:
                number += 1
                path = PurePosixPath(name).with_stem(f"{PurePosixPath(name).stem}（{number}）")
            seen.add(str(path).lower())
            archive.writestr(str(path), content)
    return stream.getvalue()
