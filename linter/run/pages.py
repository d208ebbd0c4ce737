"""The page of a rule: what ``RULE`` declares, rendered, and below it the prose and the examples of its Markdown file.

A page file says nothing that the declaration says, so the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from linter.model.finding import Confidence
from linter.model.form import Kind
from linter.policy import config
from linter.reports.wording import SEVERITY_NAMES
from linter.rules.api import ALL_KINDS, Option, Rule, Scope, Suggestion
from linter.rules.own import rules_of
from linter.rules.registry import Loaded, UnknownRule, by_name, expand

CONFIDENCE_NAMES = {Confidence.HIGH: "高", Confidence.MEDIUM: "中", Confidence.LOW: "低（--pedantic 才显示）"}
SCOPE_NAMES = {
    Scope.INDICATOR: "逐项指标",
    Scope.FORM: "整张表",
    Scope.DOCUMENT: "整份文件",
    Scope.COLLECTION: "本次检查的全部表",
    Scope.YEARS: "本年度与上一年度的表（--last-year）",
    Scope.PAIR: "同一张表的前后两版（jixiao compare）",
    Scope.SUPPRESSION: "豁免",
}
KIND_NAMES: dict[Kind, str] = {
    "project": "项目支出目标表",
    "department": "部门整体目标表",
    "transfer": "转移支付目标表",
    "self_evaluation": "自评表",
}
PROFILE_NAMES = {"review": "审核", "submission": "申报前自查"}
GROUND = "依据"


def _severity(rule: Rule) -> str:
    others = "".join(f"，{PROFILE_NAMES[profile]}（--profile {profile}）时为{SEVERITY_NAMES[s]}" for profile, s in rule.severity_in.items())
    return f"级别：{SEVERITY_NAMES[rule.severity]}{others}。把握：{CONFIDENCE_NAMES[rule.confidence]}。"


def _reach(rule: Rule) -> str:
    kinds = "、".join(KIND_NAMES[kind] for kind in KIND_NAMES if kind in rule.kinds)
    where = "" if rule.kinds == ALL_KINDS else f"适用：{kinds}。"
    when = "、".join(f"{PROFILE_NAMES[profile]}（--profile {profile}）" for profile in sorted(rule.profiles))
    scope = SCOPE_NAMES[rule.scope] + ("，自评表也单独检查" if rule.holds_alone else "")
    return f"范围：{scope}。{where}" + (f"只在{when}时运行。" if when else "")


def _options(code: str, options: Sequence[Option]) -> str:
    """The options with their defaults, as a settings file writes them."""
    rows = "\n".join(f"| {option.name} | {option.default} | {option.help} |" for option in options)
    return f"## 选项\n\n写在 jixiao.toml 的 `[rules.{code}]` 之下。\n\n| 名称 | 默认 | 含义 |\n|---|---|---|\n{rows}" if options else ""


def _sentence(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _own_words(loaded: Loaded) -> str:
    """What a rule without a page file says: one of the user's own, or of a package that ships none."""
    of_settings = loaded.page == Path()
    suggestion = loaded.suggest() if of_settings and loaded.suggest is not None else None
    said = "\n\n".join(loaded.rule.messages.values())
    return f"## 提出的意见\n\n{said}" + (f"\n\n建议：{suggestion.text}" if isinstance(suggestion, Suggestion) else "")


def _parts(loaded: Loaded) -> Iterator[str]:
    rule = loaded.rule
    yield f"# {rule.code} {rule.title}（{rule.slug}）"
    yield f"{_severity(rule)}{_reach(rule)}"
    prose = loaded.page.read_text(encoding="utf-8") if loaded.page.is_file() else _own_words(loaded)
    body, _, ground = re.split(rf"(?m)(^## {GROUND}\n)", prose.strip()) if f"## {GROUND}\n" in prose else (prose, "", "")
    yield body.strip()
    yield _options(rule.code, rule.options)
    yield f"## {GROUND}\n\n{rule.source}：{_sentence(ground.strip())}" if ground.strip() else f"## {GROUND}\n\n{_sentence(rule.source)}"
    if not loaded.own:
        yield f"## 准确度\n\n查到、漏掉、错报各多少，见 [准确度](docs/准确度.md#{rule.code.lower()}) 中 {rule.code} 一行。"


def page(loaded: Loaded) -> str:
    """The whole page of a rule, Markdown."""
    return "\n\n".join(part for part in _parts(loaded) if part) + "\n"


def own_rules(file: Path | None = None) -> tuple[Loaded, ...]:
    """The user's own rules of a settings file, by default the one that governs the working directory.

    Raises:
        ConfigError: it cannot be used.
    """
    path = file or config.discover(Path.cwd())
    return rules_of(config.settings(config.load(path)).own) if path is not None else ()


def explained(selector: str, own: Sequence[Loaded] = ()) -> str:
    """The pages of the rules a selector names, of ``own`` too, one after the other.

    Raises:
        UnknownRule: it names none.
    """
    wanted = selector.strip()
    matching = [loaded for loaded in own if wanted.lower() in (loaded.rule.code.lower(), loaded.rule.slug)]
    return "\n".join(page(loaded) for loaded in matching or [by_name()[code] for code in sorted(expand(wanted))])


__all__ = ["CONFIDENCE_NAMES", "UnknownRule", "explained", "own_rules", "page"]
