"""What Python callers may use; ``jixiao`` and ``linter`` both carry these names. Everything else may move between releases."""

from __future__ import annotations

from linter.dataset.parts import StoreRefused
from linter.dataset.runs import Run as StoreRun
from linter.formats.api import CannotWrite, Unreadable
from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.errors import JixiaoError, MissingLibrary, UsageError
from linter.model.finding import Confidence, Finding, Severity
from linter.model.form import Form, Indicator
from linter.model.place import Place
from linter.policy.config import ConfigError
from linter.public.batches import batch_merge, batch_run, batch_status
from linter.public.checking import check, compare, parse
from linter.public.explaining import explain
from linter.public.options import RuleOptions
from linter.public.writing import ReportFile, annotate, fix, render, report, to_store
from linter.reports.comparison.model import Comparison
from linter.reports.feedback.api import CannotReport
from linter.reports.result import Input, Result
from linter.reports.tables import to_arrow, to_dict, to_pandas, to_polars, to_rows
from linter.rules.registry import UnknownRule
from linter.run.annotating import Annotated
from linter.run.batch import BatchRefused
from linter.run.batch import Progress as BatchProgress
from linter.run.batch_reports import Finished as BatchFinished
from linter.run.executors import SparkFailed
from linter.run.fixing import Change, Fixed
from linter.run.guard import UnguardedScript
from linter.run.inputs import NothingFound
from linter.version import VERSION as __version__  # noqa: N811

__all__ = [
    "Annotated",
    "BatchFinished",
    "BatchProgress",
    "BatchRefused",
    "CannotReport",
    "CannotWrite",
    "Change",
    "Comparison",
    "Confidence",
    "ConfigError",
    "Document",
    "Finding",
    "Fixed",
    "Form",
    "Indicator",
    "Input",
    "JixiaoError",
    "MissingLibrary",
    "NotChecked",
    "NothingFound",
    "Place",
    "ReportFile",
    "Result",
    "RuleOptions",
    "Severity",
    "SparkFailed",
    "StoreRefused",
    "StoreRun",
    "UnguardedScript",
    "UnknownRule",
    "Unreadable",
    "UsageError",
    "__version__",
    "annotate",
    "batch_merge",
    "batch_run",
    "batch_status",
    "check",
    "compare",
    "explain",
    "fix",
    "parse",
    "render",
    "report",
    "to_arrow",
    "to_dict",
    "to_pandas",
    "to_polars",
    "to_rows",
    "to_store",
]
