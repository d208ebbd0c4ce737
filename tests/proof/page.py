"""``docs/准确度.md``, rendered from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from linter.rules.registry import rules
from tests.proof.counts import ENOUGH, Share, precision, recall

Figures = dict[str, Any]
COLUMNS = {"blind": "盲测首次", "seen": "已公开的独立标注集", "constructed": "自编表", "real": "真实公开表"}
_NOTHING = (0, 0, 0, 0)
AGREEMENT = Path(__file__).parent / "agreement.yml"

_HEAD = """# 准确度

由 `python -m tests.proof` 生成，请勿手改；`python -m tests.proof --check` 核对本页是否与今天的程序一致。

每条规则查到多少、漏掉多少、错报多少，按来源分列，不合并：来源不同，难易不同。

- **盲测首次**：没有看过程序的人按规则书编写并标注、另一人独立再标一遍、提交之后只运行一次。只有这一列可以当作对新表的估计。
- **已公开的独立标注集**：以前的盲测集，运行之后用来修补程序，数字必然偏高。
- **自编表**：在没有问题的表中逐个植入一处已知的缺陷（{planted} 处，每种格式都有），以及单行的正反例（`tests/judging`）。只说明写进规则的情形确实查得到。
- **真实公开表**：一份真实部门预算公开文件中已标注的 14 张表，只有一个标注者，数量少。

查全率是应查出的缺陷中查出的比例，查准率是意见（必改、建议修改）中说对的比例；方括号内是 95% 置信区间（Wilson）。出现不足 {enough} 次的，写“未足以判断”。
提示一级的意见不计入盲测、标注集和真实表；自编表计入全部级别。
"""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    yield from ("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def _whole(by_rule: Figures) -> list[int]:
    return [sum(counts[at] for counts in by_rule.values()) for at in range(4)]


def _sums(figures: Figures) -> Iterator[str]:
    yield "## 总的数字\n"
    runs = [run for run in figures["runs"].values() if "expected" in run]
    found, labels = sum(run["hits"] for run in runs), sum(run["expected"] for run in runs)
    right, said = sum(run["right"] for run in runs), sum(run["said"] for run in runs)
    rows = [(f"**{COLUMNS['blind']}**", f"{found}/{labels}", Share(found, labels).shown(), f"{right}/{said}", Share(right, said).shown())]
    for key in ("seen", "constructed", "real"):
        counts = _whole(figures[key])
        whole, exact = recall(counts), precision(counts)
        rows.append((COLUMNS[key], f"{whole.hits}/{whole.tries}", whole.shown(), f"{exact.hits}/{exact.tries}", exact.shown()))
    yield from _table(("来源", "查出/应查", "查全率", "说对/意见", "查准率"), rows)


def _runs(figures: Figures) -> Iterator[str]:
    yield "\n## 盲测的每一次首次运行\n"
    forms = {name: run for name, run in figures["runs"].items() if "expected" in run}
    rows = [
        (
            name,
            run["commit"],
            f"{run['hits']}/{run['expected']}",
            f"{run['right']}/{run['said']}",
            f"{run['cells'] - run['misread']}/{run['cells']}",
        )
        for name, run in forms.items()
    ]
    yield from _table(("集", "提交", "查出/应查", "说对/意见", "照原样读出的格"), rows)
    pages = {name: run for name, run in figures["runs"].items() if "rows" in run}
    if pages:
        yield "\n抽取走样的文字（行列丢失、粘连、折行）：\n"
        rows = [
            (
                name,
                run["commit"],
                f"{run['rows_right']}/{run['rows']}",
                run["marked"],
                run["wrong"],
                run["silent"],
                run["false"],
                f"{run['defects_found']}/{run['defects']}",
            )
            for name, run in pages.items()
        ]
        yield from _table(("集", "提交", "读对的行", "其中标明存疑", "读错而未标明", "未读而未说明", "错报", "查出的缺陷"), rows)


def _agreement() -> Iterator[str]:
    yield "\n## 两名标注者的一致程度\n"
    listed = yaml.safe_load(AGREEMENT.read_text(encoding="utf-8"))
    yield from _table(
        ("集", "相同的标签", "逐行有无缺陷的 kappa", "说明"), [(a["sets"], a["labels"], a["kappa"], a["note"]) for a in listed]
    )


def _cells(by_rule: Figures, code: str, *, detailed: bool) -> list[str]:
    counts = by_rule.get(code, _NOTHING)
    found, missed, _, alarms = counts
    numbers = f"{found}／{missed}／{alarms}" if any(counts) else "—"
    return [numbers, recall(counts).shown(), precision(counts).shown()] if detailed else [numbers]


def _rules(figures: Figures) -> Iterator[str]:
    yield "\n## 逐条规则\n"
    yield "每一来源先列“查出／漏掉／错报”的个数，再列查全率和查准率。\n"
    head = ["规则"]
    for key in ("blind", "seen", "constructed"):
        head += [COLUMNS[key], "查全率", "查准率"]
    head.append(COLUMNS["real"])
    rows = []
    for loaded in rules():
        code = loaded.rule.code
        row = [f'<a id="{code.lower()}"></a>{code} {loaded.rule.title}']
        for key in ("blind", "seen", "constructed"):
            row += _cells(figures[key], code, detailed=True)
        rows.append([*row, *_cells(figures["real"], code, detailed=False)])
    yield from _table(head, rows)


def _reading(figures: Figures) -> Iterator[str]:
    yield "\n## 读取：照原样读出的格\n"
    yield "已公开的独立标注集按版式和格式写成文件再读回，逐格与写入的文字比较。扫描件和 PDF 另测（`tests/acceptance/test_pdf_and_scans.py`）。\n"
    by_layout, by_format = Counter[str](), Counter[str]()
    tries_layout, tries_format = Counter[str](), Counter[str]()
    for page, (right, cells) in figures["pages"].items():
        layout, written = page.split(" ")
        by_layout[layout] += right
        tries_layout[layout] += cells
        by_format[written] += right
        tries_format[written] += cells
    for title, right, tries in (("版式", by_layout, tries_layout), ("格式", by_format, tries_format)):
        rows = [(name, f"{right[name]}/{tries[name]}", Share(right[name], tries[name]).shown()) for name in sorted(tries)]
        yield from _table((title, "照原样/全部", "比例"), rows)
        yield ""


def rendered(figures: Figures) -> str:
    """The whole page."""
    parts = [_HEAD.format(planted=f"{figures['planted']:,}", enough=ENOUGH)]
    for part in (_sums(figures), _runs(figures), _agreement(), _rules(figures), _reading(figures)):
        parts += list(part)
    return "\n".join(parts).rstrip("\n") + "\n"
