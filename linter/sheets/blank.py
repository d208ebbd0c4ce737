"""An empty form of a layout, ready to be filled in: as form JSON, and as YAML with comments."""

from __future__ import annotations

from typing import Any

from linter.layouts.catalogue import Layout, layouts
from linter.sheets.drawing import FormData, guide_key
from linter.sheets.guide import guides

_BLANK_YEAR = "　　　　"
"""（　　　　年度）: room for the year."""


def offered() -> tuple[Layout, ...]:
    """The layouts an empty form can be made of."""
    return tuple(layout for layout in layouts() if layout.form is not None)


def blank(layout: Layout, project: str = "") -> FormData:
    """The empty form of a layout as form JSON: every field it prints, and a row or two for each category.

    Raises:
        ValueError: the layout is not one that can be filled in as a table.
    """
    if layout.form is None:
        raise ValueError(layout.name)
    spec = layout.form
    fields: dict[str, Any] = {key: (project if key == "project" else "") for key in spec["fields"]}
    fields["goal"] = dict.fromkeys(layout.halves, "")
    fields["total"] = {half: {} for half in layout.halves}
    fields["funding"] = {half: {label: {} for label in spec["funding"]} for half in layout.halves} if spec["funding"] else {}
    target: dict[str, Any] = {"name": "", "value": "", **{part: "" for part in spec["parts"] if part != "thresholds"}}
    if "thresholds" in spec["parts"]:
        target["thresholds"] = ["", "", "", ""]
    rows = [{"level1": level1, "level2": level2, **{half: dict(target) for half in layout.halves}} for level1, level2 in spec["rows"]]
    return {
        "index": 1,
        "kind": layout.kind or "project",
        "layout": layout.name,
        "halves": list(layout.halves),
        "budget_year": _BLANK_YEAR,
        "title": spec["title"],
        "fields": fields,
        "indicators": rows,
    }


def _commented(line: str, key: str) -> str:
    guide = guides().get(key)
    if guide is None or not guide.note:
        return line
    return f"{line:<28}  # {guide.label}：{guide.note}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _money_lines(form: FormData) -> list[str]:
    fields = form["fields"]
    lines = ['  total:                      # 金额写在引号里，如 {text: "120", unit: 万元}']
    lines += [_commented(f'    {half}: {{text: "", unit: 元}}', f"total_{half}") for half in form["halves"]]
    if fields["funding"]:
        lines.append("  funding:                      # 各资金来源，合计应等于资金总额")
        for half in form["halves"]:
            lines.append(f"    {half}:")
            lines += [f'      {label}: {{text: "", unit: 元}}' for label in fields["funding"][half]]
    return lines


def _indicator_lines(form: FormData) -> list[str]:
    first = next(iter(form["indicators"]))["annual"]
    lines = ["indicators:"]
    lines += [f"  # {part}：{guides()[guide_key(part)].label}，{guides()[guide_key(part)].note}" for part in first if part != "thresholds"]
    if "thresholds" in first:
        lines.append("  # thresholds：优、良、中、差各档的指标值，依次填写；value 填“优”档")
    lines.append('  # 值一律写在引号里：">=24次"、"100%"、"-5%"；可以增加或删除整条')
    for row in form["indicators"]:
        lines += [f"  - level1: {row['level1']}", f"    level2: {row['level2']}"]
        for half in form["halves"]:
            parts = (f"{key}: " + ('["", "", "", ""]' if key == "thresholds" else '""') for key in row[half])
            lines.append(f"    {half}: {{{', '.join(parts)}}}")
    return lines


def as_yaml(layout: Layout, project: str = "") -> str:
    """The empty form as YAML with a comment on each entry."""
    form = blank(layout, project)
    sides = "period 是实施期，annual 是年度。" if len(form["halves"]) == 2 else "annual 是年度。"
    lines = [
        f"# {form['title']}：{layout.title}",
        f"# 在引号里填写；{sides}填好后运行：jixiao check 本文件",
        f"kind: {form['kind']}",
        f"layout: {form['layout']}",
        f"halves: [{', '.join(form['halves'])}]",
        _commented("budget_year: null", "") + "           # 预算年度，如 2026",
        f"title: {form['title']}",
        "fields:",
    ]
    lines += [_commented(f"  {key}: {_quoted(text)}", key) for key, text in form["fields"].items() if isinstance(text, str)]
    lines.append("  goal:")
    lines += [_commented(f'    {half}: ""', f"goal_{half}") for half in form["halves"]]
    lines += _money_lines(form)
    lines += _indicator_lines(form)
    return "\n".join(lines) + "\n"
