"""The desk's server: one process on a loopback address until it is interrupted."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import uvicorn

from linter.desk.digest import Orders
from linter.desk.intake import taken
from linter.desk.store import REVIEW, Store
from linter.desk.web.app import build
from linter.desk.web.guard import Keys
from linter.desk.work import Worker

_ADDRESS = "127.0.0.1"


def _first_page(store: Store, files: Sequence[tuple[str, bytes]], kind: str = REVIEW) -> str:
    """Where the browser begins: at a new batch of the files given, else at the list of batches."""
    if not files:
        return "/"
    batch = store.new_batch(files[0][0].rpartition("/")[2] if len(files) == 1 else f"{date.today():%Y-%m-%d} 批次", kind)
    for name, data in files:
        store.add_originals(batch, taken(name, data))
    return f"/b/{batch}"


def run(
    path: Path,
    orders: Orders,
    workers: int,
    port: int,
    browse: bool,
    say: Callable[[str], None],
    files: Sequence[tuple[str, bytes]] = (),
    kind: str = REVIEW,
) -> int:
    """Serve the desk at ``path`` until interrupted; the exit code. ``browse``: open the browser. ``say`` tells the person at the screen.
    ``files``: make a batch of them, of this ``kind``, and begin there.

    Raises:
        UnusableDesk: see ``linter.desk.schema``.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        try:
            listener.bind((_ADDRESS, port))
            listener.listen(128)  # from here on a browser waits instead of being refused
        except OSError:
            say(f"端口 {port} 已被占用，请换一个，或不写 --port 由系统分配")
            return 2
        port = listener.getsockname()[1]
        store, keys = Store(path), Keys()
        worker = Worker(store, orders, workers)
        app = build(store, worker, keys, frozenset({f"{_ADDRESS}:{port}", f"localhost:{port}"}))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=2))
        link = f"http://{_ADDRESS}:{port}/enter?key={keys.link()}&to={_first_page(store, files, kind)}"
        worker.start()
        say(f"数据文件：{path}")
        say(f"审核台已启动，用浏览器打开（链接只能用一次）：{link}")
        say("按 Ctrl+C 结束；没有查完的文件下次启动时接着查")
        if browse:
            webbrowser.open(link)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            pass
        finally:
            worker.stop()
    return 0
