"""Documents cannot lie: what the READMEs name exists, and what exists is named."""

from __future__ import annotations

import re
import tomllib

import click

from archivist.faces.cli import cli
from archivist.faces.doors import DOORS
from tests.conftest import ROOT

ENGLISH = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")


def test_every_command_the_readmes_name_exists() -> None:
    named = set(re.findall(r"\barchivist ([a-z]+(?:-[a-z]+)*)", ENGLISH + CHINESE))
    assert named - {"init"} <= set(DOORS), named - set(DOORS)


def test_every_door_leads_to_its_command_and_says_the_same() -> None:
    ctx = click.Context(cli)
    commands = {name: cli.get_command(ctx, name) for name in DOORS}
    told = {name: command.get_short_help_str(400) for name, command in commands.items() if command}
    assert told == {name: door.sentence for name, door in DOORS.items()}
    assert [name for name, command in commands.items() if command and command.name != name] == []


def test_every_command_is_named_in_the_chinese_readme() -> None:
    assert {name for name in DOORS if f"archivist {name}" not in CHINESE} == set()


def test_both_readmes_give_the_same_first_command() -> None:
    first = re.search(r"<!-- demo -->\n```sh\n(.*)\n```", ENGLISH)
    assert first
    assert first[1] in CHINESE


def test_continuous_integration_runs_the_tests_of_the_readme() -> None:
    second = re.search(r"<!-- tests -->\n```sh\n(.*)\n```", ENGLISH)
    assert second
    assert second[1].startswith(".venv/bin/pip install")
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_packages_given_by_the_user_are_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[><=~\[]", line)[0] for line in project["dependencies"]}
    assert {"pypdf", "pillow", "python-docx", "watchdog", "jinja2", "click"} <= names


def test_the_constraints_name_no_host_and_pin_every_dependency() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+( ; .+)?", pin) for pin in pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    assert {re.split(r"[><=~\[]", w)[0].lower() for w in wanted} <= pinned


def test_wherever_the_standard_is_named_to_users_it_says_reconstructed() -> None:
    assert "重构" in CHINESE
    assert "reconstruction" in ENGLISH
