"""Filling a Word template. Bureaus use their own: what it lacks or misspells is said, never printed as a blank."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from linter.model.errors import install_hint
from linter.reports.feedback._zip import pinned
from linter.reports.feedback.api import CannotReport
from linter.reports.feedback.model import Batch

_MAX_TITLE = 255
"""Characters the properties of a Word file take; a unit's name read from a damaged table may be longer."""
_HOW = "可用 jixiao init --templates 写出默认模板对照"


def _clean(value: Any) -> Any:
    """Texts as XML takes them: one line, no control characters."""
    if isinstance(value, str):
        return "".join(" " if c in "\n\r\t" else c for c in value if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def opened(path: Path, needed: frozenset[str]) -> Any:
    """The template, which has all fields it must have.

    Raises:
        CannotReport: no Word file, a needed field is missing, broken tags, or the extra is not installed.
    """
    if find_spec("docxtpl") is None:
        raise CannotReport(f"写 docx 需要附加组件，请{install_hint('report')}")
    from docxtpl import DocxTemplate

    content = path.read_bytes()
    template = DocxTemplate(io.BytesIO(content))
    try:
        template.init_docx()
    except Exception as error:  # whatever a file that is no docx makes of the library
        raise CannotReport(f"模板 {path} 不是可用的 Word 文档，请用 Word 或 WPS 另存为 docx 后再试") from error
    if missing := sorted(needed - _used(content, path)):
        raise CannotReport(f"模板 {path} 缺少栏目：{'、'.join(missing)}；请在模板中加入 {{{{ {missing[0]} }}}} 等标记，{_HOW}")
    return template


def _environment() -> Any:
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True)


@lru_cache(maxsize=4)
def _used(content: bytes, path: Path) -> frozenset[str]:
    """The fields a template names, found once for all its letters.

    Raises:
        CannotReport: its tags are broken.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    try:
        return frozenset(DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(_environment()))
    except TemplateError as error:
        raise CannotReport(f"模板 {path} 中的标记写法有误（{error}），请核对 {{{{ }}}} 与 {{% %}} 是否成对；{_HOW}") from error


def _refuse_unknown(content: bytes, path: Path, known: frozenset[str]) -> None:
    """Refuse a template that names an unknown field.

    Raises:
        CannotReport: names the fields and those there are.
    """
    if unknown := sorted(_used(content, path) - known):
        raise CannotReport(f"模板 {path} 中的栏目无法识别：{'、'.join(unknown)}；可用的栏目：{'、'.join(sorted(known))}")


def require_forms(batch: Batch) -> None:
    """Refuse a batch in which there is nobody to write to.

    Raises:
        CannotReport: says why, with the first thing that was not checked.
    """
    if not batch.units:
        why = f"（{batch.not_checked[0]}）" if batch.not_checked else ""
        raise CannotReport(f"没有找到绩效目标表{why}，未写出 Word 文件；请核对送审文件，或用 --to txt 查看未检查的内容")


def filled(path: Path, needed: frozenset[str], fields: Mapping[str, Any], day: date, title: str) -> bytes:
    """The template with its fields filled in; the same fields give the same bytes.

    Raises:
        CannotReport: no Word file, a needed field is missing, an unknown field, broken tags, or the extra is not installed.
    """
    template = opened(path, needed)
    _refuse_unknown(path.read_bytes(), path, frozenset(fields))
    try:
        template.render(_clean(fields), _environment(), autoescape=True)
    except Exception as error:  # a template's expressions may fail in any way
        raise CannotReport(f"模板 {path} 无法填写（{' '.join(str(error).split())}）；{_HOW}") from error
    core, moment = template.docx.core_properties, datetime.combine(day, time())
    core.title, core.created, core.modified = title[:_MAX_TITLE], moment, moment
    core.keywords = "jixiao-report"  # a folder of forms is read again with the letters beside them
    out = io.BytesIO()
    template.save(out)
    return pinned(out.getvalue(), day)
