"""Where ``schemas/`` and ``lexicons/`` are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

import errno
from functools import cache
from pathlib import Path


@cache
def data_root() -> Path:
    """The folder that holds ``schemas`` and ``lexicons``.

    The wheel carries them in ``linter/_data``; an editable install and a source tree have them beside the package.

    Raises:
        FileNotFoundError: neither place has them: the installation is broken.
    """
    package = Path(__file__).parents[1]
    for root in (package / "_data", package.parent):
        if (root / "schemas").is_dir() and (root / "lexicons").is_dir():
            return root
    raise FileNotFoundError("jixiao 安装不完整：找不到 schemas/ 与 lexicons/，请重新安装")


def schema_path(name: str) -> Path:
    """``form.schema.json`` → its path."""
    return data_root() / "schemas" / name


def lexicon_path(name: str) -> Path:
    """``units.json`` → its path."""
    return data_root() / "lexicons" / name


def recipe_path(name: str) -> Path:
    """``github.yml`` → its path: the files ``jixiao init`` writes (``examples/ci`` in a checkout)."""
    packed = data_root() / "recipes"
    return (packed if packed.is_dir() else data_root() / "examples" / "ci") / name


def template_path(name: str) -> Path:
    """``letter.docx`` → its path: the Word templates ``jixiao report`` fills (``examples/templates`` in a checkout)."""
    packed = data_root() / "templates"
    return (packed if packed.is_dir() else data_root() / "examples" / "templates") / name


_REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "所在位置只能读取",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "链接相互指向",
    errno.EBUSY: "文件正被其他程序使用",
    errno.EIO: "读写设备出错",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    known = _REASONS.get(error.errno or 0)
    return known or f"系统提示 {error.strerror or type(error).__name__}"
