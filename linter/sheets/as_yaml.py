"""Forms as YAML a person likes to read: keys plain, a target on one line, quotes only where YAML or a leading sign needs them."""

from __future__ import annotations

import re
from typing import Any

from linter.files.printing import in_yaml, steers

_SIGNS = tuple("<>=≥≤＞＜%％+-±~")
"""A value that begins with one of these is quoted, whether YAML needs it or not: so a person sees how to write the next one."""
_NUMERIC = re.compile(r"[0-9][0-9.,:eE_+-]*")


class Line(dict[str, Any]):
    """A mapping written on one line."""


class Short(list[Any]):
    """A list written on one line."""


def _shaped(value: Any) -> Any:
    """Targets and amounts on one line each, lists of words too."""
    if isinstance(value, dict):
        nested = {key: _shaped(inner) for key, inner in value.items()}
        short = not value or "text" in value or ("name" in value and "value" in value)
        return Line(nested) if short else nested
    if isinstance(value, list):
        return Short(value) if all(isinstance(item, str) for item in value) else [_shaped(item) for item in value]
    return value


def schema_line() -> str:
    """The comment by which editors find the schema of a form: completion and checks while typing."""
    from linter.knowledge.resources import schema_path

    return f"# yaml-language-server: $schema={schema_path('form.schema.json').resolve().as_uri()}\n"


def dump(data: dict[str, Any]) -> str:
    """The YAML of what ``jixiao parse`` writes."""
    import yaml

    class Readable(yaml.SafeDumper):
        """Double quotes where quotes are needed, and where a value begins with a sign or a digit."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

        def choose_scalar_style(self) -> str:
            style = str(super().choose_scalar_style())
            return '"' if style == "'" else style

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        quoted = not value or value.startswith(_SIGNS) or "\n" in value or _NUMERIC.fullmatch(value) or steers(value)
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if quoted else None)

    Readable.add_representer(str, text)
    Readable.add_representer(Line, lambda d, value: d.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True))
    Readable.add_representer(Short, lambda d, value: d.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True))
    Readable.add_representer(type(None), lambda d, _: d.represent_scalar("tag:yaml.org,2002:null", "null"))
    rendered: str = yaml.dump(_shaped(data), Dumper=Readable, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    return in_yaml(rendered)
