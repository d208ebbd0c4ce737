"""What changed, as git tells it: staged files as they will be committed, files changed since a revision."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from linter.run.inputs import Job, is_input, printable, skipped

_IS_REPOSITORY = ("rev-parse", "--git-dir")


class GitError(Exception):
    """git cannot say what changed. The message is one Chinese line."""


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise GitError("找不到 git，无法得知改动了哪些文件") from error
    except subprocess.CalledProcessError as error:
        if arguments != _IS_REPOSITORY:
            _git(*_IS_REPOSITORY)  # outside a repository git complains of something else
        elif error.returncode:
            raise GitError("这里不是 git 仓库，--staged 与 --since 只能在仓库中使用") from error
        detail = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(f"git {arguments[0]} 失败：{detail[0] if detail else error.returncode}") from error
    return done.stdout


def _wanted(names: bytes, paths: Sequence[str]) -> Iterator[Path]:
    """The changed files a walk would take, within the given paths."""
    within = [Path(path).resolve() for path in paths]
    for name in names.decode("utf-8", "surrogateescape").split("\0"):
        path = Path(name)
        if not name or not is_input(path) or skipped(path.parts):
            continue
        if not within or any(path.resolve().is_relative_to(folder) for folder in within):
            yield path


def staged(paths: Sequence[str]) -> list[Job]:
    """The staged files, with the content that will be committed, whatever the working tree holds.

    Raises:
        GitError: no repository, no git.
    """
    names = _git("diff", "--cached", "--name-only", "--relative", "-z", "--diff-filter=ACMR")
    return [Job(printable(path.as_posix()), path, _git("show", f":./{path.as_posix()}")) for path in _wanted(names, paths)]


def since(revision: str, paths: Sequence[str]) -> list[Job]:
    """The files that differ from a revision, and new ones git does not ignore, as the working tree holds them.

    Raises:
        GitError: no repository, no git, no such revision.
    """
    changed = _git("diff", "--name-only", "--relative", "-z", "--diff-filter=ACMR", "--end-of-options", revision, "--")
    new = _git("ls-files", "--others", "--exclude-standard", "-z")
    differing = sorted({path for names in (changed, new) for path in _wanted(names, paths) if path.is_file()})
    return [Job(printable(path.as_posix()), path) for path in differing]
