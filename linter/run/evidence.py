"""The evidence bundle: a report with everything one needs to see whether it can be repeated.

A zip with the same bytes for the same content: ``manifest.json`` (versions, what was asked, hashes of the inputs, of the settings files, of the rule set
and of every other member), ``findings.json`` (the report JSON), ``settings.json``, ``not-checked.json`` and the report itself under ``report/``.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from linter.files import zipped
from linter.model.errors import JixiaoError
from linter.policy.config import Config
from linter.reports.json import dumps
from linter.reports.result import Result
from linter.reports.serial import report_data

MANIFEST = "manifest.json"
_FORMAT = 1
_STAMP = (1980, 1, 1, 0, 0, 0)
_MOST = 1 << 30
"""Bytes of a bundle that are unpacked at most."""


class NoBundle(JixiaoError):
    """The file is no evidence bundle, or was changed. The message is one Chinese line."""


class Bundle(Struct, frozen=True):
    """``request``: what was asked, as plain data. ``inputs``: path as typed → SHA-256. ``members``: name → bytes, the manifest not among them."""

    request: Mapping[str, Any]
    version: str
    ruleset: str
    python: str
    inputs: Mapping[str, str]
    members: Mapping[str, bytes]


def hashed(paths: Iterable[Path]) -> dict[str, str]:
    """Path (from the working folder, where it is inside) → SHA-256 of the file, ``""`` where it is not there (any more)."""
    here, hashes = Path.cwd().resolve(), {}
    for path in paths:
        whole = path.resolve()
        shown = (whole.relative_to(here) if whole.is_relative_to(here) else path).as_posix()
        try:
            hashes[shown] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            hashes[shown] = ""
    return dict(sorted(hashes.items()))


def settings_files(configs: Iterable[Config]) -> list[Path]:
    """The files the effective settings were read from."""
    named = {config.path for config in configs if config.path is not None}
    named |= {Path(file) for config in configs for file in (*config.origins.values(), *(name for name, _ in config.suppressions))}
    return sorted(path for path in named if path.is_file())


def collected(
    request: Mapping[str, Any], result: Result, configs: Iterable[Config], inputs: Iterable[Path], report: Mapping[str, bytes]
) -> Bundle:
    """The bundle of a run. ``report``: file name → bytes of what the report wrote."""
    configs = tuple(configs)
    settings = {str(config.path.name if config.path else ""): dict(config.data) for config in configs}
    unchecked = [
        {"file": source.path, "member": source.member, "what": note.what, "why": note.why}
        for source in result.inputs
        for note in source.not_checked
    ]
    members = {
        "findings.json": dumps(report_data(result)).encode(),
        "settings.json": dumps(json.loads(json.dumps(settings, default=str))).encode(),
        "not-checked.json": dumps(unchecked).encode(),
        **{f"report/{name}": content for name, content in report.items()},
    }
    files = hashed([*inputs, *settings_files(configs)])
    return Bundle(request, result.version, result.ruleset, platform.python_version(), files, members)


def packed(bundle: Bundle) -> bytes:
    """The bundle as the bytes of a zip."""
    manifest = {
        "format": _FORMAT,
        "jixiao": bundle.version,
        "ruleset": bundle.ruleset,
        "python": bundle.python,
        "request": dict(bundle.request),
        "inputs": dict(bundle.inputs),
        "members": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(bundle.members.items())},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in ((MANIFEST, dumps(manifest).encode()), *sorted(bundle.members.items())):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            target.writestr(entry, content)
    return out.getvalue()


def unpacked(data: bytes) -> Bundle:
    """The bundle of a zip.

    Raises:
        NoBundle: it is none, or a member is not what the manifest says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            if sum(entry.file_size for entry in source.infolist()) > _MOST:
                raise NoBundle("证据包过大，未读取")
            members = {name: source.read(name) for name in source.namelist()}
        manifest = json.loads(members.pop(MANIFEST))
        listed, request = dict(manifest["members"]), dict(manifest["request"])
        bundle = Bundle(
            request, str(manifest["jixiao"]), str(manifest["ruleset"]), str(manifest["python"]), dict(manifest["inputs"]), members
        )
    except zipped.DAMAGED as error:
        raise NoBundle("不是 jixiao report --bundle 写出的证据包") from error
    if manifest.get("format") != _FORMAT:
        raise NoBundle("证据包的格式不是本版本所知的")
    if changed := sorted(name for name in listed.keys() | members.keys() if listed.get(name) != _digest(members.get(name))):
        raise NoBundle(f"证据包中的文件已被改动：{'、'.join(changed)}")
    return bundle


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def differences(old: Bundle, new: Bundle) -> list[str]:
    """What is not the same, a Chinese line each; empty where everything is the same byte for byte."""
    lines = []
    if old.version != new.version:
        lines.append(f"程序版本不同：证据包 {old.version}，本机 {new.version}")
    if old.ruleset != new.ruleset:
        lines.append(f"规则集不同：证据包 {old.ruleset}，本机 {new.ruleset}")
    for path in sorted(old.inputs.keys() | new.inputs.keys()):
        before, after = old.inputs.get(path), new.inputs.get(path)
        if before != after:
            how = "当时没有" if before is None else "已不在原处" if not after else "内容已改动"
            lines.append(f"文件{how}：{path}")
    for name in sorted(old.members.keys() | new.members.keys()):
        if old.members.get(name) != new.members.get(name):
            how = "证据包中没有" if name not in old.members else "重新检查没有写出" if name not in new.members else "内容不同"
            lines.append(f"{how}：{name}")
    return lines
