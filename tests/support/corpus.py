"""A corpus of our own: disclosure texts of a fictional county, with planted copies of forms and planted arithmetic errors. Same seed, same bytes.

Every unit's document has a project table, a narrative that states growth and shares, and its forms as extracted text. What is planted is listed, so
that recall and precision can be counted; whatever else the rules in question say is a false alarm.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

FORMS_A_DOCUMENT = 10
_AREAS = [a + b for a in "青白云石龙凤金玉清永安和平阳松柳梅柏枫桐" for b in "河山林泉桥溪坪湾岭湖塘川源峪庄"]
_UNITS = ("水利服务中心", "公路管理所", "园林绿化站", "文化馆", "林业工作站", "疾控中心", "图书馆", "职业学校", "救助管理站", "环卫所")
_COMMON = (
    ("数量指标", "现场检查次数", "≥{n}次"),
    ("数量指标", "印发工作简报期数", "≥{n}期"),
    ("质量指标", "检查问题整改率", "≥{r}%"),
    ("时效指标", "进度报送时限", "≤{n}天"),
)


class Kind(NamedTuple):
    """A kind of project: its name, the rows every such form has (``{n}`` a number of its own, ``{r}`` a usual share, ``{m}`` a month)."""

    name: str
    rows: tuple[tuple[str, str, str], ...]


def _kind(name: str, *rows: str) -> Kind:
    return Kind(name, tuple((a, b, c) for a, b, c in (row.split("|") for row in rows)))


KINDS = (
    _kind("道路养护费", "数量指标|养护里程|≥{n}公里", "数量指标|巡查次数|≥{n}次", "质量指标|路面完好率|≥{r}%", "时效指标|养护完成时间|2026年{m}月底前", "社会效益|受益人口|≥{n}人", "社会效益|通行事故数|≤{n}起"),
    _kind("渠道维修", "数量指标|维修渠道长度|≥{n}米", "数量指标|更换闸门数量|≥{n}扇", "质量指标|工程验收合格率|≥{r}%", "时效指标|维修完工时间|2026年{m}月底前", "社会效益|恢复灌溉面积|≥{n}亩", "生态效益|年节水量|≥{n}吨"),
    _kind("公园绿化管护", "数量指标|管护绿地面积|≥{n}亩", "数量指标|补植苗木数量|≥{n}株", "质量指标|苗木成活率|≥{r}%", "时效指标|补植完成时间|2026年{m}月底前", "社会效益|游园人次|≥{n}人次", "生态效益|绿地完好率|≥{r}%"),
    _kind("群众文化活动", "数量指标|举办演出场次|≥{n}场", "数量指标|培训文艺骨干人数|≥{n}人", "质量指标|演出按计划开展率|≥{r}%", "时效指标|活动完成时间|2026年{m}月底前", "社会效益|观演人次|≥{n}人次", "社会效益|参演队伍数量|≥{n}支"),
    _kind("森林防火", "数量指标|巡护里程|≥{n}公里", "数量指标|发放宣传品数量|≥{n}份", "质量指标|火情处置率|≥{r}%", "时效指标|隔离带清理完成时间|2026年{m}月底前", "生态效益|受保护林地面积|≥{n}亩", "社会效益|涉林火灾起数|≤{n}起"),
    _kind("免疫接种服务", "数量指标|接种儿童人数|≥{n}人", "数量指标|采购疫苗数量|≥{n}支", "质量指标|冷链温度达标率|≥{r}%", "时效指标|补种完成时间|2026年{m}月底前", "社会效益|疫苗接种率|≥{r}%", "社会效益|健康咨询人次|≥{n}人次"),
    _kind("图书购置", "数量指标|购置图书册数|≥{n}册", "数量指标|新增阅览座位数|≥{n}个", "质量指标|图书验收合格率|≥{r}%", "时效指标|上架完成时间|2026年{m}月底前", "社会效益|年借阅册次|≥{n}册次", "社会效益|新办读者证数量|≥{n}张"),
    _kind("技能培训", "数量指标|培训人数|≥{n}人", "数量指标|开办培训班次|≥{n}期", "质量指标|结业考核通过率|≥{r}%", "时效指标|培训结束时间|2026年{m}月底前", "社会效益|培训后就业人数|≥{n}人", "经济效益|学员人均年增收|≥{n}元"),
    _kind("环卫保洁", "数量指标|保洁道路面积|≥{n}平方米", "数量指标|清运垃圾吨数|≥{n}吨", "质量指标|保洁达标率|≥{r}%", "时效指标|垃圾清运时限|≤{n}小时", "社会效益|服务居民户数|≥{n}户", "生态效益|垃圾无害化处理率|≥{r}%"),
)  # fmt: skip


class Planted(NamedTuple):
    """Something planted: file, rule, and number of the form (0: of the document)."""

    file: str
    code: str
    form: int


@dataclass(frozen=True)
class Corpus:
    """``files``: name and bytes in order. ``planted``: what is to be found, and nothing else of these rules."""

    files: list[tuple[str, bytes]]
    planted: set[Planted] = field(default_factory=set)


Row = tuple[str, str, str]


@dataclass
class Form:
    """A form to be printed. ``amount`` is 元; ``short``: what the sources lack of the total."""

    project: str
    amount: int
    rows: list[Row]
    short: int = 0


def rows_of(kind: Kind, rng: random.Random) -> list[Row]:
    """A form's own rows."""
    drawn = [
        (a, b, c.format(n=rng.randrange(11, 9999), r=rng.randrange(86, 99), m=rng.randrange(3, 12))) for a, b, c in (*kind.rows, *_COMMON)
    ]
    return [*drawn, ("服务对象满意度", "受益群众满意度", f"≥{rng.randrange(90, 97)}%")]


def form_text(form: Form, unit: str) -> str:
    """The form as text an extraction leaves."""
    rows, last = [], ""
    for level2, name, value in form.rows:
        level1 = {"数": "产出指标", "质": "产出指标", "时": "产出指标", "服": "满意度指标"}.get(level2[0], "效益指标")
        rows.append(f"\t{level1 if level1 != last else ''}\t{level2}\t{name}\t{value}\t{level2}\t{name}\t{value}")
        last = level1
    paid = form.amount - form.short
    return "\n".join(
        [
            "青禾县预算部门(单位)项目支出绩效目标表",
            "(2026年度)",
            f"项目名称\t\t{form.project}\t\t\t\t\t",
            f"主管部门及代码\t\t031-{unit}\t\t实施单位\t\t{unit}\t",
            "项目属性\t\t一次性项目(1年结束)\t\t项目期\t\t1年\t",
            f"项目资金(元)\t\t实施期资金总额:\t\t{form.amount:,}\t年度资金总额:\t\t{form.amount:,}",
            f"\t\t其中:省级财政资金\t\t0\t省级财政资金\t\t0\n\t\t市县(区)财政资金\t\t{paid:,}\t市县(区)财政资金\t\t{paid:,}",
            f"项目概况\t\t由{unit}按年度计划实施{form.project}，分季度检查并组织验收。\t\t\t\t\t",
            f"立项依据\t\t《青禾县{form.project}管理办法》（青财〔2025〕12号）\t\t\t\t\t",
            "实施期目标\t\t\t\t年度目标\t\t\t",
            f"总体目标\t\t完成{form.project}年度任务，{form.rows[0][1]}{form.rows[0][2]}。\t\t\t\t完成{form.project}年度任务，{form.rows[0][1]}{form.rows[0][2]}。\t",
            "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值",
            *rows,
            "负责人:周禾\t\t经办人:林青\t\t联系电话:0000-1234567\t\t填报日期:\t20260115103000",
        ]
    )


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _document(name: str, unit: str, forms: list[Form], rng: random.Random, wrong: str) -> str:
    """One unit's disclosure; ``wrong``: ``growth`` ``table`` ``funding`` or ``""``."""
    projects = sum((Decimal(form.amount) for form in forms), Decimal(0)) / 10_000
    basic = Decimal(rng.randrange(8_000, 90_000)) / 100
    whole, more = projects + basic, Decimal(rng.randrange(500, 3_000)) / 100
    growth = _percent(more, whole - more) + (Decimal("1.37") if wrong == "growth" else 0)
    total = projects + (Decimal("1.50") if wrong == "table" else 0)
    lines = [
        f"{unit}2026年部门预算公开",
        "2026年项目支出预算表",
        f"部门名称：{unit}",
        "单位：万元",
        "项目名称\t合计\t一般公共预算",
        f"合计\t{total:.2f}\t{total:.2f}",
    ]
    lines += [f"{form.project}\t{form.amount / 10_000:.2f}\t{form.amount / 10_000:.2f}" for form in forms]
    lines += [
        "第三部分 2026年部门预算情况说明",
        "一、收支预算总体情况",
        f"2026年{unit}支出预算{whole:.2f}万元，比上年增加{more:.2f}万元，增长{growth}%。其中：基本支出{basic:.2f}万元，占{_percent(basic, whole)}%；"
        f"项目支出{projects:.2f}万元，占{_percent(projects, whole)}%。",
    ]
    return (
        "\n\n".join(
            [*lines[:4], "\n".join(lines[4 : 6 + len(forms)]), *lines[6 + len(forms) :], *(form_text(form, unit) for form in forms)]
        )
        + "\n"
    )


def _forms(number: int, rng: random.Random) -> Iterator[Form]:
    area = _AREAS[number % len(_AREAS)] + (str(number // len(_AREAS)) if number >= len(_AREAS) else "")
    for kind in [*rng.sample(KINDS, len(KINDS)), rng.choice(KINDS)]:
        town = rng.choice(_AREAS)
        yield Form(f"{area}{town}{kind.name}", rng.randrange(200, 9_000) * 100, rows_of(kind, rng))


def _copy(form: Form, source: Form, rng: random.Random) -> None:
    """All rows of another project; every third with one value of its own, every third with another satisfaction."""
    form.rows = list(source.rows)
    way = rng.randrange(3)
    if way:
        at = 0 if way == 1 else len(form.rows) - 1
        a, b, c = form.rows[at]
        form.rows[at] = (a, b, f"≥{rng.randrange(10_000, 20_000)}{c.lstrip('≥0123456789')}" if way == 1 else "≥98%")
    form.amount = source.amount + rng.randrange(50, 900) * 100


def corpus(forms: int, seed: int = 2026, copies: float = 0.02, errors: float = 0.2) -> Corpus:
    """``forms`` forms in documents of ten; ``copies``: share of forms that copy an earlier one, ``errors``: share of documents with one error."""
    rng = random.Random(seed)
    found = Corpus([])
    originals: list[Form] = []
    for number in range(forms // FORMS_A_DOCUMENT):
        unit = f"青禾县{_AREAS[number % len(_AREAS)]}{_UNITS[number % len(_UNITS)]}{number // len(_AREAS) or ''}"
        name, listed = f"{number:05d}.txt", list(_forms(number, rng))
        for index, form in enumerate(listed, start=1):
            if originals and rng.random() < copies:
                _copy(form, rng.choice(originals[-2_000:]), rng)
                found.planted.add(Planted(name, "JX905", index))
            else:
                originals.append(form)
        wrong = rng.choice(("growth", "table", "funding")) if rng.random() < errors else ""
        if wrong == "funding":
            at = rng.randrange(len(listed))
            listed[at].short = 500
            found.planted.add(Planted(name, "JX601", at + 1))
        elif wrong:
            found.planted.add(Planted(name, {"growth": "JX906", "table": "JX908"}[wrong], 0))
        found.files.append((name, _document(name, unit, listed, rng, wrong).encode()))
    return found
