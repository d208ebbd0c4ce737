"""Installs jixiao from the wheels beside this file into an environment of its own; nothing is fetched, nothing of the system changes.

Runs with the Python of the reader and the pip that ships with it: standard library only.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
OURS = "jixiao-offline"
"""A file that marks a folder as made by this program: only such a folder is ever emptied."""


def default_place() -> Path:
    """The user's own folder for programs."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "jixiao" / "env"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "jixiao" / "env"


def unfit(facts: dict, version: tuple, wide: bool) -> str:
    """Why this Python (its version; whether it is a 64-bit one) cannot be used, in Chinese; empty where it can."""
    here = f"{version[0]}.{version[1]}"
    if here in facts["pythons"] and wide:
        return ""
    return f"本机的 Python 是 {here}（{64 if wide else 32} 位），这个安装包适用于 Python {'、'.join(facts['pythons'])}。请先安装其中一个版本（64 位），再运行安装程序。"


def clean_environment() -> dict:
    """The environment without pip's settings: this installation must not depend on them, nor reach a network."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_") and name != "PYTHONPATH"}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _run(command: list, hint: str) -> None:
    done = subprocess.run(list(map(str, command)), env=clean_environment(), check=False)
    if done.returncode:
        sys.exit(hint)


def empty(place: Path) -> None:
    """Make room for the environment; a folder that holds anything of others is left alone."""
    if place.exists() and any(place.iterdir()):
        if not (place / OURS).exists():
            sys.exit(f"{place} 里有别的文件，没有安装。请用 --to 指定一个空文件夹。")
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    (place / OURS).touch()


def install(place: Path, extras: list) -> Path:
    """Make the environment and install; where the command then stands."""
    print(f"安装到 {place}，约需一两分钟……", flush=True)
    empty(place)
    _run([sys.executable, "-m", "venv", place], "未能建立独立的 Python 环境。Linux 上请先安装 python3-venv，再重试。")
    programs = place / ("Scripts" if WINDOWS else "bin")
    python = programs / ("python.exe" if WINDOWS else "python")
    wanted = "jixiao" + (f"[{','.join(extras)}]" if extras else "")
    command = [python, "-m", "pip", "install", "-q", "--no-index", "--find-links", HERE / "wheels", wanted]
    _run(command, "未能安装：安装包里没有适合本机系统的组件，或文件不完整。请核对 bundle.json 中的系统和 Python 版本，重新解压后再试。")
    return programs


def starter(programs: Path) -> str:
    """Make the command easy to reach, and say how to use it."""
    if WINDOWS:
        window = HERE / "打开命令窗口.bat"
        local = os.environ.get("LOCALAPPDATA", "")
        where = str(programs).replace(local, "%LOCALAPPDATA%") if local else str(programs)  # no user's name in it: plain ASCII
        lines = ("@echo off", "chcp 936 >nul", f'set "PATH={where};%PATH%"', 'cd /d "%USERPROFILE%\\Desktop"', "cmd /k", "")
        window.write_bytes("\r\n".join(lines).encode("gbk", "replace"))
        return f"双击“{window.name}”，在打开的窗口里就可以使用 jixiao 命令。"
    return f'在终端里先运行 export PATH="{programs}:$PATH"，之后就可以使用 jixiao 命令（可写入 ~/.profile）。'


def main() -> None:
    """Check, install, try, and say what to do next."""
    parser = argparse.ArgumentParser(description="离线安装 jixiao")
    parser.add_argument("--to", type=Path, default=default_place(), help="安装到哪个文件夹")
    place = parser.parse_args().to.absolute()
    facts = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    why = unfit(facts, sys.version_info[:2], sys.maxsize > 2**32)
    if why:
        sys.exit(why)
    programs = install(place, facts["extras"])
    _run([programs / ("jixiao.exe" if WINDOWS else "jixiao"), "--version"], "已安装，但 jixiao 未能运行，请把上面的文字发给信息人员。")
    example = HERE / "示例" / "bad-form.xlsx"
    print(f'装好了。{starter(programs)}\n先试一试：jixiao check "{example}"\n用法见“指南”文件夹里的《快速上手》。')


if __name__ == "__main__":
    main()
