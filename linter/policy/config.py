"""``jixiao.toml`` (or ``[tool.jixiao]``): found upwards from a file, validated, merged, turned into settings.

Order, weakest first: built-in defaults, what ``extends`` names, the file, the command line. Where each effective value came
from is kept for ``jixiao config show``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from linter.files.writing import write_file
from linter.knowledge.near import near
from linter.knowledge.patterns import deferred
from linter.knowledge.resources import reason, schema_path
from linter.layouts.catalogue import by_name as layouts_by_name
from linter.model.errors import JixiaoError
from linter.model.finding import Severity
from linter.policy.mapping import MappingError, labels_of
from linter.policy.own_words import OwnWordError, check_own_words
from linter.policy.settings import Settings
from linter.policy.suppression import Suppression, read_entries
from linter.rules.own import OwnRuleError, rules_of
from linter.rules.registry import UnknownRule, by_name, expand

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAMES = ("jixiao.toml", "pyproject.toml")
IGNORE_FILE = "jixiao-ignore.toml"
DEFAULTS: Mapping[str, Any] = {"profile": "review", "pedantic": False, "fail-on": "error"}
_MAX_EXTENDS = 8
_TOML_PLACE = deferred(r"line (\d+), column (\d+)")


class ConfigError(JixiaoError):
    """Something in a settings file cannot be used. The message is one Chinese line with file and key."""


class Config(Struct, frozen=True):
    """Effective settings of one file: ``data`` by key, ``origins`` (key → file shown to people), ``root``: what globs and paths are
    relative to (``None`` without a file)."""

    data: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None
    path: Path | None = None
    suppressions: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...] = ()
    """(file, its entries), in order."""


# -- finding and reading -------------------------------------------------------------------------------------------------------


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise ConfigError(f"{path}：TOML 嵌套过深") from error
    except tomllib.TOMLDecodeError as error:
        at = _TOML_PLACE.search(str(error))
        where = f"第 {at[1]} 行第 {at[2]} 列附近" if at else "文件末尾附近"
        raise ConfigError(f"{path}：TOML 语法有误：{where}；文本要加引号，等号左边不能重复") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}：无法读取（{reason(error)}）") from error


def _own_part(path: Path) -> dict[str, Any] | None:
    """The settings a file holds; ``None`` for a pyproject.toml without ``[tool.jixiao]``."""
    data = _toml(path)
    if path.name != "pyproject.toml":
        return data
    part = data.get("tool", {}).get("jixiao")
    return part if isinstance(part, dict) else None


@cache
def discover(folder: Path) -> Path | None:
    """The settings file that governs a folder: the nearest one upwards. A ``jixiao-ignore.toml`` that stands alone adds its suppressions to
    what governs the folder above.

    Raises:
        ConfigError: a pyproject.toml on the way is broken.
    """
    for name in NAMES:
        path = folder / name
        if path.is_file() and _own_part(path) is not None:
            return path
    if (folder / IGNORE_FILE).is_file():
        return folder / IGNORE_FILE
    return discover(folder.parent) if folder.parent != folder else None


@cache
def _schema() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(schema_path("config.schema.json").read_text(encoding="utf-8"))
    return data


def _complaint(error: Any) -> str:
    key = ".".join(map(str, error.absolute_path))
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        unknown = [name for name in error.instance if name not in known]
        meant = near(unknown[0], known)
        where = f"{key}.{unknown[0]}" if key else unknown[0]
        return f"不认识的设置“{where}”" + (f"，是否指 {meant[0]}？" if meant else f"；可用：{'、'.join(known)}")
    if error.validator == "enum":
        return f"“{key}”应为 {'、'.join(map(str, error.validator_value))} 之一，现为 {error.instance!r}"
    if error.validator == "required":
        return f"“{key}”缺少 {'、'.join(name for name in error.validator_value if name not in error.instance)}"
    if error.validator == "anyOf" and key.startswith("suppressions"):
        return f"“{key}”须写明 fingerprint、project、indicator、quote 之一，以便知道豁免哪一处"
    if error.validator == "anyOf":
        return f"“{key}”须写明 words、pattern、min、max、required-row 之一"
    names = {"string": "文本", "integer": "整数", "boolean": "true 或 false", "array": "列表", "object": "表", "number": "数"}
    if error.validator == "type":
        return f"“{key}”应为{names.get(str(error.validator_value), error.validator_value)}，现为 {error.instance!r}"
    return f"“{key}”不符合要求（{error.validator} {error.validator_value}）"


def validate(data: Mapping[str, Any], path: Path) -> None:
    """Check against ``schemas/config.schema.json``.

    Raises:
        ConfigError: with the key and, for an unknown one, the nearest known name.
    """
    import jsonschema_rs

    if jsonschema_rs.validator_for(_schema()).is_valid(json.loads(json.dumps(data, default=str))):
        return
    from jsonschema import Draft202012Validator

    plain = json.loads(json.dumps(data, default=str))
    errors = sorted(Draft202012Validator(_schema()).iter_errors(plain), key=lambda e: (len(e.absolute_path), str(list(e.absolute_path))))
    raise ConfigError(f"{path}：{_complaint(errors[0])}")


def load(path: Path, depth: int = 0) -> Config:
    """One settings file with what it extends.

    Raises:
        ConfigError: unreadable, not valid, or extending in a circle.
    """
    if depth > _MAX_EXTENDS:
        raise ConfigError(f"{path}：extends 相互引用或层数过多")
    if path.name == IGNORE_FILE:
        return _ignoring(path, depth)
    data = _own_part(path) or {}
    validate(data, path)
    shown = str(path)
    base = Config()
    if "extends" in data:
        parent = path.parent / str(data["extends"])
        if not parent.is_file():
            raise ConfigError(f"{path}：extends 所指的 {data['extends']} 不存在")
        base = load(parent, depth + 1)
    own = {key: value for key, value in data.items() if key not in ("extends", "$schema")}
    written = [(shown, own.pop("suppressions", []))]
    ignore_file = path.parent / IGNORE_FILE
    if ignore_file.is_file():
        extra = _toml(ignore_file)
        validate(extra, ignore_file)
        written.append((str(ignore_file), extra.get("suppressions", [])))
    merged = {key: _merged(base.data.get(key), value) for key, value in own.items()}
    entries = (*base.suppressions, *((file, tuple(rows)) for file, rows in written if rows))
    return Config({**base.data, **merged}, {**base.origins, **dict.fromkeys(own, shown)}, path.parent, path, entries)


def _ignoring(path: Path, depth: int) -> Config:
    """An ignore file without settings beside it, over the settings of the folders above."""
    data = _toml(path)
    validate(data, path)
    above = discover(path.parent.parent) if path.parent.parent != path.parent else None
    base = load(above, depth + 1) if above is not None else Config(root=path.parent, path=path)
    entries = tuple(data.get("suppressions", ()))
    return replace(base, suppressions=(*base.suppressions, (str(path), entries)) if entries else base.suppressions)


def _merged(below: Any, above: Any) -> Any:
    """Tables merge key by key, entries and words add up, everything else is replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **above}
    if isinstance(below, list) and isinstance(above, list) and (not below or isinstance(below[0], dict)):
        return [*below, *above]
    return above


# -- turning into settings -----------------------------------------------------------------------------------------------------


def codes(selectors: list[str], where: str, own: Collection[str] = ()) -> frozenset[str]:
    """Codes of selectors (code, family, slug; ``own``: the codes of the user's own rules).

    Raises:
        ConfigError: a selector that names nothing.
    """
    named: frozenset[str] = frozenset()
    for selector in selectors:
        try:
            named |= expand(selector, own)
        except UnknownRule as error:
            raise ConfigError(f"{where} 中的{error}") from error
    return named


def matches(config: Config, pattern: str, file: Path) -> bool:
    """Whether a glob of the settings names a file, as a line of ``.gitignore`` would: a name without a slash matches anywhere below the settings
    file, one with a slash from there on; a folder means all in it; ``*`` stays within a folder, ``**`` crosses folders.

    Raises:
        ConfigError: no glob.
    """
    root = config.root or Path.cwd()
    try:
        relative = file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        relative = file.as_posix()
    return _glob(pattern).match_file(relative)


@cache
def _glob(pattern: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines([pattern])
    except ValueError as error:
        raise ConfigError(f"“{pattern}”不是有效的路径通配符") from error


def _options(config: Config, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for selector, values in config.data.get("rules", {}).items():
        for code in codes([selector], f"{where}：rules"):
            known = {option.name: option for option in by_name()[code].rule.options}
            for name, value in values.items():
                if name not in known:
                    meant = near(name, known)
                    hint = f"，是否指 {meant[0]}？" if meant else f"；可用：{'、'.join(sorted(known))}" if known else "；此规则没有选项"
                    raise ConfigError(f"{where}：rules.{selector}.{name} 不是 {code} 的选项{hint}")
                if not known[name].accepts(value):
                    kind = _KINDS[type(known[name].default).__name__]
                    raise ConfigError(f"{where}：rules.{selector}.{name} 应为{kind}，现为 {value!r}（{known[name].help}）")
            yield code, dict(values)


_KINDS = {"int": "整数", "float": "数", "str": "文本", "bool": "true 或 false"}


def _own_rules(data: Mapping[str, Any], where: str) -> tuple[str, frozenset[str]]:
    """The user's own rules as JSON text, and their codes."""
    own = json.dumps(data["own-rules"], ensure_ascii=False) if data.get("own-rules") else ""
    try:
        return own, frozenset(loaded.rule.code for loaded in rules_of(own))
    except OwnRuleError as error:
        raise ConfigError(f"{where}：own-rules 中的 {error}") from error


def _own_words(data: Mapping[str, Any], where: str) -> str:
    """The user's own lexicon entries as JSON text."""
    try:
        check_own_words(data.get("lexicons", {}))
    except OwnWordError as error:
        raise ConfigError(f"{where}：lexicons 中{error}") from error
    try:
        mapped = list(labels_of(data.get("layouts", {}).get("mapping", {})))
    except MappingError as error:
        raise ConfigError(f"{where}：layouts.mapping 中{error}") from error
    words = dict(data.get("lexicons", {}))
    if mapped:
        words["labels"] = [*words.get("labels", []), *mapped]
    return json.dumps(words, ensure_ascii=False, sort_keys=True) if words else ""


def _layout(config: Config, where: str, file: Path | None) -> str | None:
    """The layout the settings name for a file."""
    known = layouts_by_name()
    globs = {glob: name for glob, name in config.data.get("layouts", {}).items() if glob != "mapping"}
    for name in globs.values():
        if name not in known:
            meant = near(name, known)
            hint = f"，是否指 {meant[0]}？" if meant else f"；可用：{'、'.join(sorted(known))}"
            raise ConfigError(f"{where}：layouts 中的“{name}”不是表式名称{hint}")
    return next((name for glob, name in globs.items() if file is not None and matches(config, glob, file)), None)


def own_codes(config: Config) -> frozenset[str]:
    """The codes of the user's own rules.

    Raises:
        ConfigError: one that cannot be used.
    """
    return _own_rules(config.data, str(config.path or "设置"))[1]


def by_file(config: Config) -> bool:
    """Whether some files under a settings file are treated otherwise than the rest."""
    return bool(config.data.get("per-file-ignores") or config.data.get("layouts", {}).keys() - {"mapping"})


def settings(config: Config, file: Path | None = None) -> Settings:
    """The settings for one file.

    Raises:
        ConfigError: a selector, option or own rule that cannot be used.
    """
    data, where = config.data, str(config.path or "设置")
    own, theirs = _own_rules(data, where)
    ignore = codes([*data.get("ignore", []), *data.get("extend-ignore", [])], f"{where}：ignore", theirs)
    for pattern, selectors in data.get("per-file-ignores", {}).items():
        left_out = codes(selectors, f"{where}：per-file-ignores", theirs)
        if file is not None and matches(config, pattern, file):
            ignore |= left_out
    select = None
    if "select" in data:
        select = codes([*data["select"], *data.get("extend-select", [])], f"{where}：select", theirs)
    severity = {c: Severity(level) for key, level in data.get("severity", {}).items() for c in codes([key], f"{where}：severity", theirs)}
    return Settings(
        select=select,
        ignore=ignore,
        pedantic=data.get("pedantic", False),
        profile=data.get("profile", "review"),
        year=data.get("year"),
        severity=severity,
        options=dict(_options(config, where)),
        sources=data.get("sources", {}),
        own=own,
        lexicons=_own_words(data, where),
        dictionary=tuple(sorted(data.get("dictionary", []))),
        layout=_layout(config, where, file),
    )


def suppressions(config: Config) -> tuple[Suppression, ...]:
    """The suppressions a settings file (and ``jixiao-ignore.toml`` beside it) holds.

    Raises:
        ConfigError: an unknown rule or a date that is none.
    """
    listed: list[Suppression] = []
    for file, entries in config.suppressions:
        try:
            listed += read_entries(entries, file)
        except ValueError as error:
            raise ConfigError(f"{file}：{error}") from error
    return tuple(listed)


def remove_suppressions(path: Path, numbers: frozenset[int]) -> None:
    """Delete entries of ``suppressions`` (numbered from 1) from a settings file; everything else, comments too, stays as it is.

    Raises:
        ConfigError: the file cannot be written.
    """
    import tomlkit

    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    table = document
    if path.name == "pyproject.toml":
        table = document["tool"]["jixiao"]
    entries = table["suppressions"]
    for number in sorted(numbers, reverse=True):
        del entries[number - 1]
    if not entries:
        del table["suppressions"]
    try:
        write_file(path, tomlkit.dumps(document))
    except OSError as error:
        raise ConfigError(f"{path}：无法写入（{reason(error)}）") from error
