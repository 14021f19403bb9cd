"""click in Chinese: headings, usage and errors as a clerk's office reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        words = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]…")
        super().write_usage(prog, words, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")


class _Context(click.Context):
    formatter_class = _Formatter


def _help(command: click.Command, ctx: click.Context) -> click.Option | None:
    option = click.Command.get_help_option(command, ctx)
    if option is not None:
        option.help = "显示本说明。"
    return option


class Command(click.Command):
    """A command whose help and errors are Chinese."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, explained in Chinese."""
        return _help(self, ctx)


class Group(click.Group):
    """A group of such commands, listed in the order they were written."""

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, explained in Chinese."""
        return _help(self, ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """In order of use, not of the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say in Chinese which ones there are."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            names = "、".join(self.list_commands(ctx))
            raise click.UsageError(f"没有“{args[0]}”这个命令。可用的命令：{names}", ctx)
        return super().resolve_command(ctx, args)


Group.group_class = Group


def explain_usage(error: click.UsageError) -> str:
    """One Chinese sentence for a mistake on the command line."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少参数 {_parameter(error.param)}"
        case click.BadParameter():
            return f"参数 {_parameter(error.param)} 不对：{error.message}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少内容"
        case _:
            return error.message


def _parameter(param: Any) -> str:  # noqa: ANN401 - click types it as an optional Parameter
    if param is None:
        return ""
    names: Sequence[str] = param.opts
    return str(
        param.make_metavar(click.Context(click.Command("")))
        if param.param_type_name == "argument"
        else names[0]
    )
