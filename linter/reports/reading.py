"""How each table of a document was read, for people (``jixiao parse --explain-reading``)."""

from __future__ import annotations

from typing import Any

from linter.model.document import Document
from linter.model.form import Form

_LONGEST = 40


def _form(form: Form) -> list[str]:
    where = f"（{form.place.label()}）" if form.place is not None and form.place.label() else ""
    lines = [f"表{form.index} {form.project[:_LONGEST] or '（无项目名称）'}{where}：{len(form.indicators)}条指标"]
    lines += [f"  {line}" for line in form.reading or ("读法：按文件中写明的栏目名读取",)]
    if form.doubt is not None:
        lines.append(f"  整表存疑：{form.doubt}")
    if form.truncated:
        lines.append("  表格在页末或文件末尾中断")
    lines += [f"  未归入：{text}" for text in form.unread]
    lines += [f"  存疑 {doubt.path or '全表'}：{doubt.why}" for doubt in form.uncertain]
    return lines


def reading_data(document: Document) -> dict[str, Any]:
    """The lines that tell how a document was read; ``fatal``: something of it could not be."""
    lines = [document.path if document.member is None else f"{document.path} {document.member}"]
    lines += [line for form in document.forms for line in _form(form)]
    lines += [f"未读取 {note.what}：{note.why}" for note in document.not_checked]
    return {"lines": lines, "fatal": any(note.fatal for note in document.not_checked)}
