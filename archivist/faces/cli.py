"""The command line: parse, call, show."""

from __future__ import annotations

import io
import os
import sys
import traceback
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from archivist import __version__
from archivist.faces import exits
from archivist.faces.chinese import explain_usage
from archivist.faces.doors import Entrance

if TYPE_CHECKING:
    from archivist.model import RulesError, UserError


@click.group(cls=Entrance, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "--version", help="显示版本号。", message="archivist %(version)s"
)
@click.option(
    "-C",
    "--house",
    "root",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="ARCHIVIST_HOUSE",
    metavar="文件夹",
    help="工作区（含 rules、inbox、archive），默认为当前文件夹。",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="以这一天为“今天”，默认为当天。",
)
@click.pass_context
def cli(ctx: click.Context, root: Path, as_of: Any) -> None:  # noqa: ANN401 - click gives a datetime
    """把收件夹里的佐证材料整理成经过检查、装盒、编目的迎检档案。

    单位把文件放进 inbox，食安办运行 archivist build，结果在 archive/dossier/index.html。
    """
    from archivist.house import House

    today = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the office's own day
    ctx.obj = House(root, today)


def main() -> NoReturn:
    """Run, and turn every kind of trouble into its exit code and a sentence."""
    sys.excepthook = _bug
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False, prog_name="archivist")
    except click.UsageError as error:
        _fail(
            exits.RULES, f"{explain_usage(error).rstrip('。')}。", "用 archivist --help 查看用法。"
        )
    except (click.Abort, KeyboardInterrupt):
        _fail(exits.INTERRUPTED, "已中断。", "已收到的文件都在，再运行一次即可继续。")
    except _rules_error() as error:
        for mistake in error.mistakes:
            click.echo(str(mistake), err=True)
        _fail(exits.RULES, f"规则或模板有 {len(error.mistakes)} 处错误。", "请改正后再运行。")
    except _user_error() as error:
        _fail(exits.HOUSE, error.message, error.remedy)
    except BrokenPipeError:
        os._exit(0)  # whoever read our output has read enough; flushing would fail again
    except OSError as error:
        _fail(exits.HOUSE, _refused(error), "请检查磁盘空间和文件夹权限；已收文件不会丢失。")
    sys.exit(code if isinstance(code, int) else 0)


def _refused(error: OSError) -> str:
    from archivist.model import refusal

    of = f"“{error.filename}”" if error.filename else ""
    return f"读写{of}失败：{refusal(error)}。"


def _rules_error() -> type[RulesError]:
    """Imported when something was raised: a list of commands needs no nouns of the house."""
    from archivist.model import RulesError

    return RulesError


def _user_error() -> type[UserError]:
    from archivist.model import UserError

    return UserError


def _fail(code: int, message: str, remedy: str) -> NoReturn:
    click.echo(f"{message}{remedy}", err=True)
    sys.exit(code)


def _bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    traceback.print_exception(kind, error, trace)
    click.echo("这是程序自身的错误，已收文件不会丢失。请把以上内容发给维护人员。", err=True)
    sys.stdout.flush()
    os._exit(exits.BUG)
