"""Before a run: which settings govern which input, and what decides on its findings afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from linter.policy import baseline as baselines
from linter.policy import config as configs
from linter.policy.baseline import Baseline
from linter.policy.config import Config, ConfigError
from linter.policy.settings import Settings
from linter.policy.suppression import Suppression, read_review
from linter.rules.registry import by_name


class Overrides(Struct, frozen=True):
    """What the command line (or a Python caller) says; ``None``: not said, the settings file decides."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    pedantic: bool | None = None
    profile: str | None = None
    year: int | None = None
    fail_on: str | None = None

    def over(self, settings: Settings) -> Settings:
        """The settings with what was said put over them."""
        settings = replace(
            settings,
            pedantic=settings.pedantic if self.pedantic is None else self.pedantic,
            profile=self.profile or settings.profile,
            year=self.year or settings.year,
        )
        if self.select is not None:
            # A rule named on the command line runs even where the file ignores it.
            settings = replace(settings, select=self.select, ignore=settings.ignore - self.select)
        return replace(settings, ignore=settings.ignore | self.ignore)


class Policy(Struct, frozen=True):
    """What decides on findings once the rules have spoken. ``whole``: folders whose every file is part of the run."""

    suppressions: tuple[Suppression, ...] = ()
    baseline: Baseline | None = None
    today: date | None = None
    whole: tuple[Path, ...] = ()
    copies: Literal["once", "each"] = "once"
    """Whether a form that several inputs hold is counted once, or told of in each: what writes into files needs each."""


class Setup(Struct, frozen=True):
    """Everything a run needs besides its inputs. ``remarks``: Chinese lines about settings that could not be used fully."""

    overrides: Overrides = field(default_factory=Overrides)
    configs: tuple[Config, ...] = (Config(),)
    by_folder: dict[Path, Config] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    fail_on: str = "error"
    remarks: tuple[str, ...] = ()
    _by_config: dict[int, Settings] = field(default_factory=dict)
    """The settings of files whose settings file treats all alike, by the identity of its record."""

    def config_for(self, path: Path | None) -> Config:
        """The settings file that governs an input."""
        config = self.by_folder.get(_parent(path))
        return config if config is not None else self.by_folder.get(_folder(path), self.configs[0])

    def settings_for(self, path: Path | None) -> Settings:
        """The settings of one input.

        Raises:
            ConfigError: something in the settings file cannot be used.
        """
        config = self.config_for(path)
        if configs.by_file(config):
            return self.overrides.over(configs.settings(config, path))
        if id(config) not in self._by_config:
            self._by_config[id(config)] = self.overrides.over(configs.settings(config, path))
        return self._by_config[id(config)]


def _parent(path: Path | None) -> Path:
    return path.parent if path is not None else Path()


def _folder(path: Path | None) -> Path:
    return _parent(path).resolve()


def _baseline(given: Path | None, effective: Sequence[Config], ruleset: str) -> tuple[Baseline | None, list[str]]:
    path = given or next(
        (config.root / str(config.data["baseline"]) for config in effective if config.root is not None and "baseline" in config.data), None
    )
    if path is None:
        return None, []
    try:
        baseline = baselines.load(path)
    except baselines.BaselineError as error:
        if given is not None:
            raise ConfigError(str(error)) from error
        return None, [f"{error}；本次未采用基线"]
    if baseline.ruleset != ruleset:
        return baseline, [f"{path}：基线由另一版规则建立，部分旧问题可能对不上，可用 jixiao baseline create 更新"]
    return baseline, []


def _reviews(given: Sequence[Path], effective: Sequence[Config]) -> list[Suppression]:
    paths = [
        *given,
        *(config.root / str(path) for config in effective if config.root is not None for path in config.data.get("reviews", [])),
    ]
    try:
        return [suppression for path in paths for suppression in read_review(path)]
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _refuse_unknown(wanted: frozenset[str], effective: Sequence[Config]) -> None:
    """Codes that looked like those of the user's own rules must be some."""
    own = frozenset(code for config in effective for code in configs.own_codes(config))
    for code in sorted(wanted - own - by_name().keys()):
        raise ConfigError(f"--select、--ignore 中的“{code}”不是规则代码、类别或名称，所用设置的 own-rules 中也没有")


def prepare(
    paths: Sequence[Path | None],
    overrides: Overrides | None = None,
    *,
    config: Path | None = None,
    isolated: bool = False,
    baseline: Path | None = None,
    reviews: Sequence[Path] = (),
    today: date | None = None,
    whole: Sequence[Path] = (),
    ruleset: str = "",
) -> Setup:
    """The setup of a run over these inputs (``None``: standard input). ``config``: use this settings file for all; ``isolated``: none.
    ``today``: the day by which suppressions expire; without it the present day, read here and nowhere else.

    Raises:
        ConfigError: a settings file, baseline or review that cannot be used, found before anything is checked.
    """
    overrides = overrides or Overrides()
    by_folder: dict[Path, Config] = {}
    if config is not None:
        for_all = configs.load(config)
        by_folder = dict.fromkeys(map(_parent, paths), for_all)
    elif not isolated:
        loaded: dict[Path | None, Config] = {None: Config()}
        for folder in dict.fromkeys(map(_parent, paths)):
            where = configs.discover(folder.resolve())
            if where not in loaded and where is not None:
                loaded[where] = configs.load(where)
            by_folder[folder] = loaded[where]
    effective = tuple({id(settings): settings for settings in by_folder.values()}.values()) or (Config(),)
    base, remarks = _baseline(baseline, effective, ruleset)
    suppressions = [suppression for each in effective for suppression in configs.suppressions(each)] + _reviews(reviews, effective)
    policy = Policy(tuple(suppressions), base, today or date.today(), tuple(path.resolve() for path in whole))
    fail_on = overrides.fail_on or next((str(settings.data["fail-on"]) for settings in effective if "fail-on" in settings.data), "error")
    setup = Setup(overrides, effective, by_folder, policy, fail_on, tuple(remarks))
    for each in effective:
        configs.settings(each)  # mistakes are said once, before anything is read
    _refuse_unknown((overrides.select or frozenset()) | overrides.ignore, effective)
    return setup


def reading_settings(
    paths: Sequence[Path | None], year: int | None = None, config: Path | None = None, *, isolated: bool = False
) -> Settings:
    """The settings where inputs are only read (own words, the mapping of headings, the budget year): those that govern the first of them, since
    what is read becomes one file. ``year`` goes before theirs; ``config`` and ``isolated`` as in ``prepare``.

    Raises:
        ConfigError: a settings file that cannot be used.
    """
    setup = prepare(paths, Overrides(year=year), config=config, isolated=isolated)
    return setup.settings_for(paths[0] if paths else None)
