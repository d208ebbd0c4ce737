"""What every page of the desk works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from linter.desk.store import Store
from linter.desk.web.guard import Keys
from linter.desk.work import Worker

if TYPE_CHECKING:
    from starlette.requests import Request

    from linter.policy.settings import Settings

REVIEWER = "reviewer"


class Desk(Struct, frozen=True):
    """The store, the worker that checks, the keys that let in."""

    store: Store
    worker: Worker
    keys: Keys

    @property
    def settings(self) -> Settings:
        """The settings checks run with."""
        return self.worker.orders.settings

    @property
    def reviewer(self) -> str:
        """The reviewer's name as typed."""
        return self.store.meta(REVIEWER)


def desk_of(request: Request) -> Desk:
    """The desk a request speaks to."""
    desk: Desk = request.app.state.desk
    return desk
