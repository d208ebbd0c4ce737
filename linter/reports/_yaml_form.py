"""Forms as YAML a person can edit: every text quoted, so that ``≥98%`` and ``98`` stay text."""

from __future__ import annotations

from typing import Any


def dump(data: dict[str, Any]) -> str:
    """The YAML of what ``jixiao parse`` writes."""
    import yaml

    class Quoted(yaml.SafeDumper):
        """Texts are double-quoted where plain style could be read as something else."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        plain = (value.isidentifier() and not value.isascii()) or value in ("period", "annual")
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')

    Quoted.add_representer(str, text)
    rendered: str = yaml.dump(data, Dumper=Quoted, allow_unicode=True, sort_keys=False, width=1000)
    return rendered
