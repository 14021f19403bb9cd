"""Other ways of saying the words of the rules: what offices write where the standard has a term.

A variant (菜市场) speaks for every point that uses its term (农贸市场), and only for those; it is
looked for like a word of the rules itself, so that placing costs no further pass over a text.
"""

from __future__ import annotations

from archivist.model import Term
from archivist.rules.naming import plain
from archivist.rules.record import Record

_LEAST = 2


def thesaurus(record: Record) -> tuple[Term, ...]:
    """Read ``terms:``, a table from a word of the rules to the list of its variants."""
    terms = record.record("terms")
    found = tuple(_term(terms, key.text) for key in terms.keys())  # noqa: SIM118 - no dict
    record.close()
    return found


def _term(terms: Record, text: str) -> Term:
    said = terms.phrases(text)
    where = terms.line(text)
    if not said:
        terms.wrong(where, f"“{text}”后面没有任何说法。")
    seen = {plain(text)}
    for phrase in said:
        compact = plain(phrase.text)
        if len(compact) < _LEAST:
            terms.wrong(phrase.where, f"“{phrase.text}”太短：说法至少两个字，否则到处都会碰上。")
        elif compact in seen:
            terms.wrong(phrase.where, f"“{phrase.text}”与“{text}”或同一行的说法相同。")
        seen.add(compact)
    return Term(text, where, said)
