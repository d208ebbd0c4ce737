"""Makes the offline bundle, a zip that installs jixiao where there is no network: ``python scripts/bundle.py --help``.

The zip holds ``wheels/`` (the project, all it needs, for each chosen platform and Python), ``安装.bat`` and ``install.sh`` (both start
``install.py``), the guides and the example forms. ``uv`` resolves, because pip judges environment markers by the machine it runs on and
would leave out what only Windows needs; ``pip download`` fetches. Both are run as the reader would run them and read their own settings.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OFFLINE = Path(__file__).parent / "offline"
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("pdf", "report")
SOURCE_ONLY = {"": ("jieba",), "ocr": ("antlr4-python3-runtime==4.9.*",)}
"""By extra, what its makers publish as source only: a wheel is built here, once, for every platform (both are pure Python)."""

MACOS = 14
"""The oldest macOS the bundle is for; older ones have no wheels of pikepdf."""


@dataclass(frozen=True)
class Platform:
    """A platform as ``uv`` names it, and the wheel tags that run on it (glibc 2.28: Kylin V10, UOS 20 and later)."""

    resolver: str
    tags: tuple[str, ...]


def _glibc(machine: str) -> Platform:
    tags = (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)), f"manylinux2014_{machine}", f"linux_{machine}")
    return Platform(f"{machine}-manylinux_2_28", tags)


PLATFORMS = {
    "windows-x64": Platform("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux-x64": _glibc("x86_64"),
    "linux-arm64": _glibc("aarch64"),
    "macos-arm64": Platform("aarch64-apple-darwin", (f"macosx_{MACOS}_0_arm64",)),
}


def this_platform() -> str:
    """The name of the platform this runs on.

    Raises:
        SystemExit: it is none of ``PLATFORMS``.
    """
    system = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())
    name = f"{system}-{machine}"
    if name not in PLATFORMS:
        raise SystemExit(f"no wheels are known for {name}; choose from {', '.join(PLATFORMS)}")
    return name


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=ROOT, env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": f"{MACOS}.0"}, check=False
    )
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")


def build_wheels(extras: Sequence[str], built: Path) -> None:
    """The project's own wheel, and wheels of what is published as source only."""
    needed = [name for extra in ("", *extras) for name in SOURCE_ONLY.get("ocr" if extra == "all" else extra, ())]
    _run("pip", "wheel", "-q", "--no-deps", "-w", built, ROOT, *dict.fromkeys(needed))


def download(name: str, python: str, extras: Sequence[str], built: Path, wheels: Path) -> None:
    """The wheels that the project needs on one platform and Python, into ``wheels``."""
    pins = built / f"{name}-{python}.txt"
    target = PLATFORMS[name]
    chosen = [word for extra in extras for word in ("--extra", extra)]
    where = ("--python-platform", target.resolver, "--python-version", python, "--only-binary", ":all:", "--find-links", str(built))
    _run("uv", "pip", "compile", "-q", "--no-header", "--no-annotate", *chosen, *where, "-o", pins, "pyproject.toml")
    tags = [word for tag in target.tags for word in ("--platform", tag)]
    abi = ("--implementation", "cp", "--python-version", python, "--only-binary", ":all:")
    _run("pip", "download", "-q", "--no-deps", "--find-links", built, *tags, *abi, "-d", wheels, "-r", pins)


def lay_out(folder: Path, platforms: Sequence[str], pythons: Sequence[str], extras: Sequence[str]) -> None:
    """Everything but the wheels: installers, guides, examples and what the bundle is for."""
    for source in filter(Path.is_file, OFFLINE.iterdir()):  # the folder may hold compiled modules
        text = source.read_text(encoding="utf-8")
        if source.suffix == ".bat":  # cmd reads a script byte by byte in the console's code page, and wants both line ends
            (folder / source.name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
        else:
            (folder / source.name).write_text(text, encoding="utf-8", newline="\n")
    facts = {"platforms": list(platforms), "pythons": list(pythons), "extras": list(extras)}
    (folder / "bundle.json").write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    guides = folder / "指南"
    guides.mkdir()
    for guide in (ROOT / "docs").glob("*.md"):
        shutil.copy(guide, guides)
    shutil.copytree(ROOT / "examples/forms", folder / "示例")


def pack(folder: Path, out: Path) -> None:
    """The folder as a zip with one folder in it; ``install.sh`` may be run."""
    partial = out.with_name(out.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo.from_file(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
                entry.create_system, entry.external_attr = 3, (0o755 if path.suffix == ".sh" else 0o644) << 16
                entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    partial.replace(out)


def bundle(platforms: Sequence[str], pythons: Sequence[str], extras: Sequence[str], out: Path) -> None:
    """Write the bundle to ``out``."""
    with tempfile.TemporaryDirectory() as place:
        folder, built = Path(place) / "jixiao-offline", Path(place) / "built"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        build_wheels(extras, built)
        for name in platforms:
            for python in pythons:
                print(f"{name}, Python {python}")
                download(name, python, extras, built, wheels)
        for wheel in built.glob("jixiao-*.whl"):
            shutil.copy(wheel, wheels)
        lay_out(folder, platforms, pythons, extras)
        pack(folder, out)
    print(f"{out}: {out.stat().st_size / 1e6:.0f} MB")


def main(arguments: Iterable[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make the offline bundle: wheels, installers, guides, examples (needs pip and uv).")
    parser.add_argument(
        "--platform", nargs="+", choices=(*PLATFORMS, "this"), default=["windows-x64"], metavar="NAME", help=", ".join(PLATFORMS)
    )
    parser.add_argument("--python", nargs="+", choices=PYTHONS, default=list(PYTHONS), metavar="VERSION", help=", ".join(PYTHONS))
    parser.add_argument(
        "--extras", nargs="*", choices=("pdf", "ocr", "report", "web", "store", "all"), default=list(EXTRAS), help="default: pdf report"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("jixiao-offline.zip"))
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    platforms = list(dict.fromkeys(this_platform() if name == "this" else name for name in chosen.platform))
    bundle(platforms, chosen.python, chosen.extras, chosen.output.absolute())


if __name__ == "__main__":
    main()
