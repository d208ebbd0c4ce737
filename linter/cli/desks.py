"""What the commands of the desk share: where its file is, and its troubles as lines for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from linter.desk.store import Store

_F = TypeVar("_F", bound=Callable[..., Any])


def default_path() -> Path:
    """Where the desk's file is unless said otherwise."""
    from platformdirs import user_data_path

    return user_data_path("jixiao", appauthor=False) / "审核台.sqlite"


def db_option(function: _F) -> _F:
    """``--db``; ``path_of`` takes it."""
    return click.option("--db", metavar="文件", help="审核台的数据文件，默认在本机用户的数据文件夹中。")(function)


def path_of(db: str | None) -> Path:
    """The file ``--db`` names."""
    return Path(db) if db else default_path()


@contextmanager
def told() -> Iterator[None]:
    """What is wrong with the file, or a file given, as a usage mistake."""
    from linter.desk.ledger import BrokenLedger
    from linter.desk.schema import UnusableDesk

    try:
        yield
    except (UnusableDesk, BrokenLedger, FileExistsError) as error:
        raise click.UsageError(str(error)) from error


def store_of(db: str | None) -> Store:
    """The desk that exists.

    Raises:
        click.UsageError: there is none, or it cannot be used.
    """
    from linter.desk.store import Store

    path = path_of(db)
    if not path.is_file():
        raise click.UsageError(f"没有审核台数据文件 {path}；先用 jixiao serve 建立，或用 --db 指定")
    with told():
        return Store(path)
