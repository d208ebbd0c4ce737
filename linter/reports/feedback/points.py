"""Audit points: what is looked at in a form, and which remarks belong to each. Points and codes are data (``schemas/review/points.json``)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from linter.reports.feedback.model import ProjectReview, Remark
from linter.reports.feedback.scoring import most_exact, review_data
from linter.reports.feedback.words import grouped
from linter.reports.wording import titled


class Point(Struct, frozen=True):
    """An audit point. ``sheet``: the column of 初审结果 it is reported in."""

    name: str
    sheet: str
    checks: str


def points() -> tuple[Point, ...]:
    """All audit points in order."""
    return tuple(Point(point["point"], point["sheet"], point["checks"]) for point in review_data("points")["points"])


def point_of(code: str) -> str:
    """The audit point a rule belongs to: the one that names it most exactly; rules of one's own go where the data says."""
    data = review_data("points")
    return most_exact(data["points"], code, "point") or str(data["other"])


def said_of(project: ProjectReview) -> tuple[Remark, ...]:
    """What is said to the unit. Doubts of reading are the reviewer's: see ``doubts``."""
    reading = review_data("points")["reading"]
    return tuple(remark for remark in project.remarks if remark.code not in reading)


def doubts(projects: Sequence[ProjectReview]) -> list[str]:
    """What was read with doubt and so not checked, each kind once with its projects."""
    reading = review_data("points")["reading"]
    by_reason: dict[str, list[str]] = {}
    for project in projects:
        for finding in (f for remark in project.remarks if remark.code in reading for f in remark.findings):
            for why in str(finding.data.get("whys", finding.message)).split("；"):
                by_reason.setdefault(why, []).append(titled(project.name))
    return [
        f"{'、'.join(names[:_NAMED])}{f'等{len(names)}个项目' if len(names) > _NAMED else ''}：{why}" for why, names in by_reason.items()
    ]


_NAMED = 3


def kinds_of(remarks: Sequence[Remark]) -> list[list[Remark]]:
    """Remarks by rule, in the order given: each is one opinion with its places."""
    kinds: dict[str, list[Remark]] = {}
    for remark in remarks:
        kinds.setdefault(remark.code, []).append(remark)
    return list(kinds.values())


def of_point(project: ProjectReview, point: str) -> list[list[Remark]]:
    """What is said of one audit point of a form, by kind."""
    return kinds_of([remark for remark in said_of(project) if point_of(remark.code) == point])


def opinions(kinds: Sequence[Sequence[Remark]]) -> str:
    """Opinions, numbered where there are several, a line each."""
    texts = [grouped(remarks) for remarks in kinds]
    return "\n".join(f"{n}.{text}" for n, text in enumerate(texts, start=1)) if len(texts) > 1 else "".join(texts)


def brief(kinds: Sequence[Sequence[Remark]]) -> str:
    """The names of the problems, numbered."""
    names = list(dict.fromkeys(remarks[0].title for remarks in kinds))
    return "；".join(f"{n}.{name}" for n, name in enumerate(names, start=1)) + "。" if names else ""
