"""How pages are drawn: the desk's templates beside those of the form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import markupsafe
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from linter.desk.rebuild import rules
from linter.desk.web.guard import session_of
from linter.desk.web.state import desk_of
from linter.desk.worklist import DECISIONS, OPEN, STATUSES
from linter.model.finding import Severity
from linter.reports.form_view import templates
from linter.reports.form_view.grid import Cell
from linter.reports.wording import SEVERITY_NAMES

_TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
_SHORT = {0: ("e", "必改"), 1: ("w", "建议"), 2: ("i", "提示")}


def _mark(cell: Cell) -> markupsafe.Markup:
    """The cell's path, for remarks of one's own."""
    return markupsafe.Markup(' data-key="{}"').format(cell.key) if cell.key else markupsafe.Markup("")


@cache
def environment() -> Any:
    """The templates."""
    made = templates.environment(_TEMPLATES)
    made.globals.update(mark=_mark, severity_short=_SHORT)
    made.globals.update(decision_names=[(name, name) for name in (OPEN, *DECISIONS)], status_names=[(name, name) for name in STATUSES])
    return made


def page(request: Request, name: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """A page. Every one knows who reviews and what a form must bring along."""
    desk = desk_of(request)
    titles = {rule.code: rule.title for rule in rules(desk.settings)}
    shared = {
        "csrf": desk.keys.csrf(session_of(request.scope["headers"])),
        "reviewer": desk.reviewer,
        "titles": titles,
        "severity_names": {s.value: SEVERITY_NAMES[s] for s in Severity},
        "told": request.query_params.get("told", "")[:200],
    }
    return HTMLResponse(environment().get_template(name).render({**shared, **context}), status)
