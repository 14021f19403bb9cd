"""Templates: the shipped ones, a city's own instead of them, and what is wrong with those."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from archivist.model import Mistake, RulesError, Where
from archivist.model.forms import FOLDER

if TYPE_CHECKING:
    from jinja2 import Environment, PackageLoader

Own = tuple[tuple[str, str], ...]
"""Name and text of templates that stand in for the shipped ones."""

_OWN: ContextVar[Own] = ContextVar("own", default=())
_WORD = "word/"
_TELLING = 20


@contextmanager
def dressed(own: Own) -> Iterator[None]:
    """Everything rendered inside uses a city's own templates where it has them."""
    token = _OWN.set(own)
    try:
        yield
    finally:
        _OWN.reset(token)


def worn() -> Own:
    """The templates now in place of shipped ones."""
    return _OWN.get()


def filled(template: str, filters: tuple[tuple[str, Any], ...], values: dict[str, object]) -> str:
    """A template filled with values.

    Raises:
        RulesError: one of a city's own templates cannot be filled; with its line.
    """
    from jinja2 import TemplateError

    own = worn()
    environment = _environment(own, filters)
    try:
        text = environment.get_template(template).render(values)
    except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
        if own and (where := _where(error, own)):
            raise RulesError((Mistake(where, f"模板填不出来：{error}。"),)) from error
        raise
    if template.startswith(_WORD) and template in dict(own):
        _must_be_xml(template, text)
    return text


def _where(error: BaseException, own: Own) -> Where | None:
    """The line of the innermost own template an error passed through."""
    names = {f"{FOLDER}/{name}" for name, _ in own}
    met = [
        Where(frame.f_code.co_filename, line)
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename in names
    ]
    return met[-1] if met else None


def _must_be_xml(template: str, text: str) -> None:
    from lxml import etree

    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError as error:
        told = f"排出的 Word 部件不是完整的 XML（排出的第 {error.lineno} 行：{error.msg}）。"
        raise RulesError((Mistake(Where(f"{FOLDER}/{template}", 1), told),)) from error


@lru_cache(maxsize=8)
def _environment(own: Own, filters: tuple[tuple[str, Any], ...]) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    texts = dict(own)

    def told(name: str) -> tuple[str, str, None] | None:
        return (texts[name], f"{FOLDER}/{name}", None) if name in texts else None

    environment = Environment(
        loader=ChoiceLoader([FunctionLoader(told), _package()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    return environment


@cache
def _package() -> PackageLoader:
    from jinja2 import PackageLoader

    return PackageLoader("archivist.dossier")


def mistakes_in(
    name: str, text: str, filters: tuple[tuple[str, Any], ...]
) -> Iterator[tuple[int, str]]:
    """What can be seen of a template without filling it, as line and sentence.

    It must have the name of a shipped one, be well formed, and name nothing the shipped one does
    not: what a form is given is told by the form it stands in for.
    """
    from jinja2 import TemplateSyntaxError, meta, nodes

    environment = _environment((), filters)
    shipped = [each for each in _package().list_templates() if each.endswith((".j2", ".css"))]
    if name not in shipped:
        yield 1, f"没有名为“{name}”的模板可以替换。{_hint(name, shipped)}"
        return
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"模板写法有误：{error.message}。"
        return
    strange = [use for use in tree.find_all(nodes.Filter) if use.name not in environment.filters]
    for use in strange:
        yield use.lineno, f"没有名为“{use.name}”的过滤器。{_hint(use.name, environment.filters)}"
    if strange:
        return
    known = _known(environment, name)
    unknown = meta.find_undeclared_variables(tree) - known
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            unknown.discard(node.name)
            yield node.lineno, f"模板里没有“{node.name}”可用。{_hint(node.name, known)}"


def _known(environment: Environment, name: str) -> set[str]:
    """What a template is given: all that the shipped one, or any of its kind, names."""
    from jinja2 import meta

    source = _package().get_source(environment, name)[0]
    found = meta.find_undeclared_variables(environment.parse(source))
    return found | {"page", "site", "title", "form", "box"} | set(environment.globals)


def _hint(word: str, known: Any) -> str:  # noqa: ANN401 - names in whatever holds them
    close = difflib.get_close_matches(word, sorted(known)[:999], n=1, cutoff=0.5)
    if close:
        return f"您是不是想写“{close[0]}”？"
    names = sorted(known)
    return f"可用的有：{'、'.join(names)}。" if len(names) <= _TELLING else ""
