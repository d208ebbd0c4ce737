"""Click in Chinese: headings of help pages and usage messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from linter.files.printing import visible
from linter.files.wrapping import padded, width, wrapped
from linter.knowledge.near import near
from linter.knowledge.patterns import deferred

_MESSAGES = (
    (deferred(r"Missing argument '?(.{1,60}?)'?\.$"), r"缺少参数：\1"),
    (deferred(r"Option '?(.{1,60}?)'? requires an argument\."), r"选项 \1 需要一个值"),
    (deferred(r"Option '?(.{1,60}?)'? does not take a value\."), r"选项 \1 不带值"),
    (deferred(r"Invalid value for '?(.{1,60}?)'?: (\S+) is not in the range (\S+?)\.?$"), r"\1 的值无效：\2，应在 \3 之内"),
    (deferred(r"Invalid value for '?(.{1,60}?)'?: '(.{0,200})' is not a valid integer(?: range)?\.?$"), r"\1 的值无效：\2，应为整数"),
    (deferred(r"Invalid value for '?(.{1,60}?)'?: '(.+)' does not match the formats? .+$"), r"\1 的值无效：\2，应为日期，如 2026-12-31"),
    (deferred(r"Invalid value for '?(.{1,60}?)'?: '(.{0,200})' is not one of (.{1,400}?)\.?$"), r"\1 的值无效：\2，应为 \3 之一"),
    (deferred(r"Invalid value for '?(.{1,60}?)'?: (?:'(.{0,200})' is not one of (.{1,400}?)|(.+?))\.?$"), r"\1 的值无效：\2\4 \3"),
    (deferred(r"Got unexpected extra arguments? \((.+)\)"), r"多余的参数：\1"),
)


def translate(message: str) -> str:
    """A usage message of click in Chinese; ours are Chinese already."""
    for pattern, chinese in _MESSAGES:
        match = pattern.match(message)
        if match:
            return match.expand(chinese.replace(r"\2", match[2] or "") if pattern.groups >= 2 and not match[2] else chinese).strip()
    return message


def _metavar(name: str) -> str:
    return name.replace("INTEGER RANGE", "整数").replace("INTEGER", "整数").replace("TEXT", "文字")


def _notes(text: str) -> str:
    """The notes click puts behind a text: required, a range."""
    text = text.replace("[required]", "（必填）")
    text = re.sub(r"(?<!\s)\s*\[(\d{1,20})<=x<=(\d{1,20})\]", r"（\1 至 \2）", text)
    return re.sub(r"(?<!\s)\s*\[x>=(\d{1,20})\]", r"（至少 \1）", text)


def _none_such(what: str, wanted: str, known: Iterable[str]) -> str:
    meant = near(wanted, known, 2)
    return f"没有{what}" + (f"；是否指 {'、'.join(meant)}？" if meant else "")


def _said(error: click.UsageError) -> str:
    """A usage mistake in Chinese, with the names that were probably meant or can be given."""
    message, ctx = error.format_message(), error.ctx
    command = re.match(r"No such command '(.+?)'\.", message)
    if command and ctx and isinstance(ctx.command, click.Group):
        return _none_such(f"命令“{command[1]}”", command[1], ctx.command.list_commands(ctx))
    if isinstance(error, click.NoSuchOption):
        known = [name for param in ctx.command.params for name in param.opts] if ctx else []
        return _none_such(f"选项 {error.option_name}", error.option_name, known)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Option):
        kind = error.param.type
        choices = f"，可用：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
        return f"缺少选项 {' / '.join(error.param.opts)}{choices}"
    return translate(message)


def _options(command: click.Command, ctx: click.Context) -> Iterable[tuple[str, str]]:
    """The options with what they do; positional arguments are left to the usage line."""
    for param in command.get_params(ctx):
        record = None if isinstance(param, click.Argument) else param.get_help_record(ctx)
        if record is not None:
            name, text = record
            yield _metavar(name), "显示此说明。" if "--help" in name else _notes(text)


COLUMNS = 80
"""Help fits into a terminal of this width."""


class _Formatter(click.HelpFormatter):
    """Click counts characters; Chinese ones take two columns."""

    def write_text(self, text: str) -> None:
        """A paragraph, or several."""
        for paragraph in text.split("\n\n"):
            indent = " " * self.current_indent
            for line in wrapped(" ".join(paragraph.split()), self.width, indent):
                self.write(f"{line}\n")
            if paragraph is not text.split("\n\n")[-1]:
                self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 24, col_spacing: int = 2) -> None:
        """Names and what they mean."""
        listed = list(rows)
        indent = " " * self.current_indent
        column = min(max((width(name) for name, _ in listed), default=0), col_max) + col_spacing
        for name, text in listed:
            fits = width(name) + col_spacing <= column
            if not fits:
                self.write(f"{indent}{name}\n")
            for line in wrapped(text, self.width, indent + padded(name if fits else "", column), indent + " " * column):
                self.write(f"{line}\n")


def columns_of_terminal(usual: int) -> int:
    """How wide the terminal is; ``usual`` where nobody can say."""
    import shutil

    return shutil.get_terminal_size((usual, 24)).columns


class _Formatted:
    def get_help(self, ctx: click.Context) -> str:
        """The help page, as wide as the terminal but no wider than it reads well."""
        formatter = _Formatter(width=min(ctx.terminal_width or columns_of_terminal(COLUMNS), COLUMNS))
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]
        return formatter.getvalue().rstrip("\n")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(
            ctx.command_path,
            " ".join("[选项]" if p == "[OPTIONS]" else "命令 …" if p.startswith("COMMAND") else p for p in pieces),
            prefix="用法：",
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = list(_options(self, ctx))  # type: ignore[arg-type]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run with usage errors in Chinese (exit code 2)."""
        kwargs["standalone_mode"] = False
        try:
            return super().main(*args, **kwargs)  # type: ignore[misc]
        except click.UsageError as error:
            if isinstance(error, NoArgsIsHelpError):
                click.echo(error.format_message(), err=True)
                raise SystemExit(2) from error
            click.echo(f"jixiao: {visible(_said(error))}", err=True)
            if error.ctx is not None:
                click.echo(f"用 {error.ctx.command_path} --help 查看用法", err=True)
            raise SystemExit(2) from error
        except click.ClickException as error:
            click.echo(f"jixiao: {visible(translate(error.format_message()))}", err=True)
            raise SystemExit(max(error.exit_code, 2)) from error
        except click.Abort as error:
            click.echo("已中断", err=True)
            raise SystemExit(130) from error


class Command(_Formatted, click.Command):
    """A command with Chinese help."""


class Group(_Formatted, click.Group):
    """A group with Chinese help."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        _Formatted.format_options(self, ctx, formatter)
        rows = [
            (name, (command.get_short_help_str(80) if command else ""))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)
