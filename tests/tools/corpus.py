"""The constructed corpus as a folder others can use: ``python -m tests.tools.corpus OUT``.

``OUT/forms/SET/`` holds the forms of the seen sets, the blind sets and the well-made forms as files; ``OUT/labels.jsonl`` has one line a form: its file, its number
in the file, kind, layout, format, project, and what a reviewer flags (``place`` → groups of codes one of which is due; ``optional``: arguable). Everything is of our
own writing about fictional places; the licence is Apache-2.0. Prints how many forms, layouts, projects and kinds there are, and how many are sound.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.faults.forms import library_forms, written
from tests.seen.forms import Form, read, write

TESTS = Path(__file__).parents[1]
_KINDS = {"self": "self_evaluation", "scored": "self_evaluation", "transfer": "transfer", "department": "department"}
README = """# 项目支出绩效目标表：自编语料

{forms} 张表，{layouts} 种版式，{projects} 个项目，{sound} 张（{share:.0%}）没有应改之处。全部为自行编写，地名、单位、数字均属虚构；许可 Apache-2.0（见 LICENSE）。

- `forms/`：按集存放的文件；一个文件可有几张表。
- `labels.jsonl`：一行一张表。`required` 是位置（二级指标、栏目，或 FORM 表示整张表）到代码组的列表，每组查出其一即可；`optional` 可报可不报。规则代码见 `jixiao rules`。
- 集：{sets}。`blind` 集先标注、后运行一次；`seen` 集以前是盲测集；`wellmade`、`library` 是没有问题的表。
"""


def _labels(form: Form) -> dict[str, Any]:
    places = [(row.level2, row.labels) for row in form.rows] + list(form.labels.items())
    required: dict[str, list[list[str]]] = {}
    optional: dict[str, list[str]] = {}
    for place, labels in places:
        if labels.required:
            required.setdefault(place, []).extend(sorted(group) for group in labels.required)
        if labels.optional:
            optional.setdefault(place, []).extend(sorted(labels.optional))
    return {"required": required, "optional": optional}


def _listed(path: Path, out: Path) -> Iterator[dict[str, Any]]:
    """The forms of a list, written to files; a line of labels for each."""
    folder = out / "forms" / path.stem
    folder.mkdir(parents=True)
    for file, members in write(list(read(path)), folder):
        for number, form in enumerate(members, start=1):
            yield {
                "file": file.relative_to(out).as_posix(),
                "form": number,
                "set": f"{path.parent.name}/{path.stem}",
                "kind": _KINDS.get(form.layout, "project"),
                "layout": form.layout,
                "format": form.format,
                "project": form.get("p") or form.get("u"),
                **_labels(form),
            }


def _wellmade(out: Path) -> Iterator[dict[str, Any]]:
    folder = out / "forms" / "wellmade"
    folder.mkdir(parents=True)
    for path in sorted((TESTS / "wellmade").glob("*.yaml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        file = shutil.copy(path, folder)
        fields = form["fields"]
        yield {
            "file": Path(file).relative_to(out).as_posix(),
            "form": 1,
            "set": "wellmade",
            "kind": form["kind"],
            "layout": form["layout"],
            "format": "yaml",
            "project": fields.get("project") or fields.get("unit"),
            "required": {},
            "optional": {},
        }


def _library(out: Path) -> Iterator[dict[str, Any]]:
    """The blocks of indicators reviewers accept, a form each."""
    folder = out / "forms" / "library"
    folder.mkdir(parents=True)
    for number, form in enumerate(library_forms(), start=1):
        data, name = written(form, "one-sided", "xlsx")
        file = folder / f"{number:02}{Path(name).suffix}"
        file.write_bytes(data)
        line = {
            "file": file.relative_to(out).as_posix(),
            "form": 1,
            "set": "library",
            "kind": "project",
            "layout": "one-sided",
            "format": "xlsx",
        }
        yield {**line, "project": form["fields"]["project"], "required": {}, "optional": {}}


def corpus(out: Path) -> list[dict[str, Any]]:
    """Write the folder; the labels, a form each.

    Raises:
        FileExistsError: the folder holds a corpus already.
    """
    lists = sorted((TESTS / "seen").glob("set*.txt")) + sorted((TESTS / "blind").glob("set*.txt"))
    lines = [*(line for path in lists for line in _listed(path, out)), *_wellmade(out), *_library(out)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out / "labels.jsonl").write_text(text, encoding="utf-8")
    shutil.copy(TESTS.parent / "LICENSE", out)
    (out / "README.md").write_text(README.format(**counted(lines)), encoding="utf-8")
    return lines


def counted(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Forms, layouts, projects, kinds, sound forms and sets."""
    sound = sum(not line["required"] for line in lines)
    return {
        "forms": len(lines),
        "layouts": len({line["layout"] for line in lines}),
        "projects": len({line["project"] for line in lines}),
        "kinds": dict(Counter(line["kind"] for line in lines)),
        "formats": dict(Counter(line["format"] for line in lines)),
        "sound": sound,
        "share": sound / len(lines),
        "sets": "、".join(dict.fromkeys(line["set"] for line in lines)),
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("python -m tests.tools.corpus OUT")
    for name, value in counted(corpus(Path(sys.argv[1]))).items():
        print(f"{name:9} {value}")
