"""What should not happen: 0 and 无 are its targets."""

from __future__ import annotations

import re

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of, words
from linter.rules.views import Row
from linter.values.types import NameKind


@derived
def _unwanted() -> re.Pattern[str]:
    unwanted = one_of(words("value-words", "unwanted"))
    return re.compile(rf"(?:{unwanted})(?:事件|案件|情况|现象|问题|行为|发生|[件次人起]?数量?|率)*$")


def is_unwanted(row: Row) -> bool:
    """The name ends in something unwanted: 医疗纠纷, 校园欺凌事件. 能耗 is wanted low, yet never 无; 纠纷调解 is work."""
    if row.name.kind is NameKind.AMOUNT:
        return False
    return row.name.fault or _unwanted().search(row.name.text) is not None
