"""`docs/checks.md`: each check for people, drawn from the catalogue, the golden tables and what the product answers to them.

`python -m tests.domain.golden.page docs/checks.md` writes it; a test holds the file to what this draws.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.domain.checks.catalogue import CATALOGUE, Check, outcome_of
from bot.domain.checks.results import CheckResult
from bot.domain.clauses import written_out
from bot.domain.vocabulary import CLASS_LABELS, OUTCOME_WORDS, Outcome, Profile
from tests.domain.golden.answers import of_check, results_of
from tests.domain.golden.tables import RANKS, Row, Table, tables

CLASSES = [f"{CLASS_LABELS[rank]} (C{rank})" for rank in RANKS]
TOLD_AT = (3, 4)  # the class at which an example is told: secret material, or the strictest where it is still fine there
NUMBERS = re.compile(r"\d+( \w{3} \d{4})?")
MEANINGS = {
    Outcome.PASS: "nothing is wrong",
    Outcome.WARN: "whoever asks and whoever decides see it; it stops nothing",
    Outcome.WAIVER: "the request waits until a waiver is approved, which always ends",
    Outcome.BLOCK: "the request is not sent; what is wrong has to be put right first",
    Outcome.UNKNOWN: "a fact is missing; it counts as a failure would, but never for more than a waiver",
    Outcome.NA: "the check is not about this case",
}
HEAD = """# The checks

*This page is drawn from the catalogue of the checks and from their golden tables; `make checks-page` draws it anew.*

A request is judged by all of these checks, for each asset that is asked for, and those about people for each person. The worst
answer counts for the request. What a failure means depends on the class of the asset; public material (C0) is not checked.
The examples are changes of one clean case in which every check is fine ([`base.yml`](../tests/domain/checks/base.yml)); the
golden tables in [`tests/domain/checks`](../tests/domain/checks/README.md) say for each case what follows at each class.
All figures are those that are shipped; a company may keep its own in [`workflows/checks`](../workflows/checks/limits.yml).
"""


def page() -> str:
    known = {table.check: table for table in tables()}
    parts = [HEAD, *_meanings(), *_overview()]
    parts += [line for check in CATALOGUE if check.id in known for line in _section(check, known[check.id])]
    return "\n".join(parts) + "\n"


def _meanings() -> Iterator[str]:
    yield from _table("Answer", "What it means")
    for outcome, words in MEANINGS.items():
        yield _row(OUTCOME_WORDS[outcome], words)
    yield ""


def _overview() -> Iterator[str]:
    """What a failure means at worst, check by check."""
    yield from _table("Check", "It asks whether", *CLASSES)
    for check in CATALOGUE:
        link = f"[{check.id}](#{check.id.lower()})"
        yield _row(link, check.title, *(check.worst(rank).words for rank in RANKS))
    yield ""


def _section(check: Check, table: Table) -> Iterator[str]:
    yield f'## <a id="{check.id.lower()}"></a>{check.id}: {check.title}\n'
    yield f"**Rule.** {table.rule}\n"
    yield f"**Why.** {check.why}\n"
    yield f"**Source.** {'; '.join(written_out(check.clauses))}.\n"
    yield f"**Asked** for {'each person and asset' if check.per_person else 'each asset'}. {_waiver_words(check)}\n"
    yield from _table("What fails", *CLASSES)
    for words, kind in check.cases or (("It fails", check.profile),):
        yield _row(_capital(words), *(outcome_of(kind, rank).words for rank in RANKS))
    yield ""
    yield from _example(check, table)
    yield from _remedies(check, table)


def _waiver_words(check: Check) -> str:
    if not check.may_be_waived():
        return "No waiver allows a failure."
    never = [words for words, kind in check.cases if kind in (Profile.H, Outcome.BLOCK)]
    but = f" No waiver allows this: {' or '.join(never)}." if never else ""
    return f"Where a waiver is needed, an approved one allows it.{but}"


def _example(check: Check, table: Table) -> Iterator[str]:
    rank, found = _told(check, table.example)
    setting = f"{table.setting} " if table.setting else ""
    yield f"**Example.** {setting}{_words(table.example)} (`{table.example.given}`). For {CLASSES[rank - 1]}:\n"
    yield f"> **{found.effect.words}.** {found.message}\\\n> {found.remedy}\n"


def _remedies(check: Check, table: Table) -> Iterator[str]:
    """What people read in the other cases of the table, the same advice once."""
    advice = {_without_numbers(_told(check, table.example)[1])}
    rows = []
    for row in table.rows:
        _, found = _told(check, row)
        if found.remedy and found.waiver is None and _without_numbers(found) not in advice:
            advice.add(_without_numbers(found))
            rows.append(_row(_words(row), found.message, found.remedy))
    if rows:
        yield from _table("What else can be so", "What is said", "What to do")
        yield from rows
        yield ""


def _words(row: Row) -> str:
    """The case, with the heading under which it stands."""
    return f"*{row.heading}.* {row.words}" if row.heading else row.words


def _without_numbers(found: CheckResult) -> str:
    """The same advice for another day or another paper is the same."""
    return NUMBERS.sub("", found.remedy)


def _told(check: Check, row: Row) -> tuple[int, CheckResult]:
    """What the product answers to this row, and at which class."""
    found = {rank: of_check(results, check.id)[0] for rank, results in zip(RANKS, results_of(row), strict=True)}
    rank = next((rank for rank in TOLD_AT if found[rank].speaks), TOLD_AT[0])
    return rank, found[rank]


def _table(*heads: str) -> Iterator[str]:
    yield _row(*heads)
    yield "|" + "---|" * len(heads)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
