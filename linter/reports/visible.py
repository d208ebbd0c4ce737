"""A run as people may see it: every text that came from a file without marks that steer a terminal (``linter.files.printing``)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from linter.files.printing import on_one_line, visible
from linter.model.blocks import NotChecked
from linter.model.finding import Finding, Related
from linter.model.place import Place
from linter.reports.result import FormLine, Input, Passing, Result


def _strings(record: Struct, *kept: str) -> dict[str, str]:
    """The text fields of a record that change when they are made visible, but ``kept``."""
    texts = ((name, getattr(record, name)) for name in record.__struct_fields__ if name not in kept)
    return {name: shown for name, text in texts if isinstance(text, str) and (shown := visible(text)) != text}


def _place(place: Place | None) -> Place | None:
    if place is None:
        return None
    names = {name: text for name in ("file", "member", "sheet", "cell", "pointer") if (text := getattr(place, name))}
    changed = {name: shown for name, text in names.items() if (shown := on_one_line(text)) != text}
    return place._replace(**changed) if changed else place  # type: ignore[arg-type]


def _span(finding: Finding) -> tuple[int, int] | None:
    """The span in the visible text of the cell."""
    if finding.span is None:
        return None
    start, end = finding.span
    return len(visible(finding.cell[:start])), len(visible(finding.cell[:end]))


def _finding(finding: Finding) -> Finding:
    related = tuple(Related(other.path, visible(other.role), _place(other.location)) for other in finding.related)
    changed = _strings(finding, "severity", "confidence")
    span = _span(finding) if "cell" in changed else finding.span
    return replace(finding, location=_place(finding.location), related=related, span=span, **changed)


def _note(note: NotChecked) -> NotChecked:
    return replace(note, what=on_one_line(note.what), why=visible(note.why), place=_place(note.place))


def _line(line: FormLine) -> FormLine:
    return replace(line, **_strings(line))


def _input(source: Input) -> Input:
    path, member = on_one_line(source.path), on_one_line(source.member) if source.member is not None else None
    return replace(
        source, path=path, member=member, not_checked=tuple(map(_note, source.not_checked)), listed=tuple(map(_line, source.listed))
    )


def visible_result(result: Result) -> Result:
    """The run as people may see it, made visible as it passes."""
    inputs, findings = (Passing(result.inputs.__iter__, len(result.inputs)), Passing(result.findings.__iter__))
    return replace(result, inputs=inputs.each(_input), findings=findings.each(_finding))
