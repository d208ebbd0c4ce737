"""The review of a batch as every feedback output takes it: units → projects → remarks, figures, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from linter.knowledge.context import SHIPPED, Knowledge
from linter.model.finding import Finding, Severity
from linter.model.form import Form
from linter.reports.feedback.scoring import Score
from linter.reports.wording import titled

NOTHING = "未发现问题"
_LONG_SPOT, _LONG_VALUE = 60, 12
"""Characters; places that take more are counted, longer values left out."""


class Remark(Struct, frozen=True):
    """One cause. ``findings`` has one finding, or all hits of one rule in the form where there are many.

    ``where``: the cell(s) in a reviewer's words; ``problem`` and ``advice``: Chinese sentences without rule codes; ``order``: see
    ``remarks.order_of``; ``filled``: what was filled in at each finding, as one reads it (``≥186%`` of ≥ | 186 | %), ``""`` for a form as a whole. ``state``: in a second round ``已修改 部分修改 未修改 新增问题``, else ``None``.
    """

    code: str
    title: str
    severity: Severity
    where: str
    problem: str
    advice: str
    source: str
    order: int
    findings: tuple[Finding, ...]
    filled: tuple[str, ...]
    state: str | None = None
    hollow: str = ""
    """In a second round: how its row was changed without being put right (``只换成了“≥95%”，名称未变``)."""

    @property
    def standing(self) -> str:
        """What became of it, ``""`` in a first round."""
        return f"{self.state}，{self.hollow}" if self.state and self.hollow else self.state or ""

    @property
    def text(self) -> str:
        """The whole remark as one paragraph: place and problem, then advice."""
        return f"{self.problem}{self.advice}"

    @property
    def spot(self) -> str:
        """Place and what was filled in, where that is short: ``数量指标“评价数量≥3%”``, ``质量指标“平台稳定性：稳定”``."""
        if len(self.findings) > 1:
            return self.where if len(self.where) <= _LONG_SPOT else f"{len(self.findings)}处"
        value, name = "".join(self.filled), "".join((self.findings[0].indicator or "").split())
        if not value or len(value) > _LONG_VALUE or titled(value) in self.where:
            return self.where
        if name and titled(name) in self.where:
            joint = "：" if value[0].isalpha() else ""
            return self.where.replace(titled(name), titled(name + joint + value), 1)
        return self.where + titled(value)


FormPlace = tuple[str, str | None, int]


class ProjectReview(Struct, frozen=True):
    """One form. ``amount``: 元, ``None`` where none is printed. ``gone``: in a second round, the earlier remarks that are settled. ``pending``: how
    many findings are left out because nobody decided on them yet. ``earlier_name``: in a second round, the name it had in the first where that was
    another."""

    file: str
    member: str | None
    unit: str
    project: str
    amount: Decimal | None
    form: Form
    remarks: tuple[Remark, ...]
    score: Score
    gone: tuple[Remark, ...] = ()
    pending: int = 0
    earlier_name: str = ""

    @property
    def place(self) -> FormPlace:
        """The form among all that were read: file, member of an archive, number in its document."""
        return self.file, self.member, self.form.index

    @property
    def counts(self) -> Counter[Severity]:
        """How many remarks of each severity."""
        return Counter(remark.severity for remark in self.remarks)

    @property
    def needs_change(self) -> bool:
        """Whether the form is to be revised: a remark beyond advice."""
        return any(remark.severity is not Severity.INFO for remark in self.remarks)

    @property
    def clear(self) -> str:
        """What is said of a form, or a part of it, of which nothing is said."""
        return f"有{self.pending}处意见尚未审定" if self.pending else NOTHING

    @property
    def renamed(self) -> str:
        """Says that the project has a new name since the first round, ``""`` where it has not."""
        return f"名称已改，上一轮为{titled(self.earlier_name)}" if self.earlier_name else ""

    @property
    def code(self) -> str:
        """The project's code as printed, ``""`` where there is none."""
        return "".join(self.form.fields["code"].text.split()) if "code" in self.form.fields else ""

    @property
    def name(self) -> str:
        """The project's name, or a stand-in for forms that have none."""
        return self.project or (self.form.title.text.strip() if self.form.title else "") or f"第{self.form.index}张表"


class UnitReview(Struct, frozen=True):
    """A unit's projects, by amount from large to small; of a large batch each is read from disk as it passes. ``general``: remarks on the
    document as a whole. ``namesakes``: names several of its projects have. ``pending``: says how much is left out because nobody decided on it yet, ``""`` where nothing is."""

    unit: str
    projects: Sequence[ProjectReview]
    general: tuple[Remark, ...] = ()
    namesakes: frozenset[str] = frozenset()
    pending: str = ""

    def name_of(self, project: ProjectReview) -> str:
        """What a project of the unit is called, with its code where another has the same name."""
        return f"{project.name}（{project.code}）" if project.name in self.namesakes and project.code else project.name

    def held(self) -> UnitReview:
        """The unit with its projects at hand, for a letter that goes through them again and again."""
        return replace(self, projects=tuple(self.projects))

    @property
    def amount(self) -> Decimal:
        """The unit's projects together, 元."""
        return sum((project.amount for project in self.projects if project.amount is not None), Decimal(0))

    @property
    def year(self) -> int | None:
        """The budget year of most of the unit's forms, ``None`` where none states one. Other units of the batch may be at another year."""
        years = Counter(project.form.budget_year for project in self.projects if project.form.budget_year)
        return years.most_common(1)[0][0] if years else None


class Batch(Struct, frozen=True):
    """Everything a feedback output needs. ``projects``: all of them, unit by unit. ``families``: remarks by rule family. ``not_checked``: Chinese
    sentences; ``unread``: the same by the file they speak of, ``lost`` those of them that may hold forms; ``shared``: files that hold forms of
    several units. ``suppressed``: findings somebody decided not to raise, which no remark speaks of.
    """

    units: tuple[UnitReview, ...]
    projects: Sequence[ProjectReview]
    families: Mapping[str, int]
    not_checked: tuple[str, ...]
    version: str
    ruleset: str
    second_round: bool = False
    year: int | None = None
    inputs: tuple[str, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    suppressed: Sequence[Finding] = ()
    knowledge: Knowledge = SHIPPED

    def not_checked_of(self, unit: UnitReview) -> tuple[str, ...]:
        """What a letter to one unit may say was not checked: of its own files, never of another unit's; of a file it shares with
        others only what could not be read, which may be its own. Where there is but one unit, everything."""
        if len(self.units) == 1:
            return self.not_checked
        files = dict.fromkeys(project.file for project in unit.projects)
        told = (text for file in files for text in self.unread.get(file, ()) if file not in self.shared or text in self.lost)
        return (*told, *filter(None, [unit.pending]))
