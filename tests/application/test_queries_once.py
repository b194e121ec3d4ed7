"""Facts are gathered once per evaluation: no step of a request reads more often, the more people and assets it has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

from sqlalchemy import event as sql

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.record.judge_again import judge_again
from bot.application.requests.preview_draft import Wish, preview_draft
from bot.application.requests.preview_kept import preview_kept
from bot.application.requests.sweep import sweep_requests
from bot.domain.dates import ONE_DAY
from bot.domain.vocabulary import Mode, RequestState
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.steps import FIRST, approve, ask, kept, now_known
from tests.builders import END, START, TODAY, TestClock, asset, draft, person, workflows

MANY = 7
ASSETS = tuple(f"A{number}" for number in range(1, MANY + 1))
PEOPLE = tuple(f"E{number}" for number in range(1, MANY + 1))


@contextmanager
def read(context: Context) -> Iterator[list[str]]:
    """What the database is asked meanwhile; what it is told to keep is not counted."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    sql.listen(context.store.engine, "before_cursor_execute", note)
    yield asked
    sql.remove(context.store.engine, "before_cursor_execute", note)


def everybody_is(context: Context, name: str) -> None:
    people = tuple(person(id=one, name=f"{name} {one}") for one in PEOPLE)
    now_known(context, assets=tuple(asset(id=one) for one in ASSETS), people=people)


def steps(context: Context, clock: TestClock, many: int) -> dict[str, int]:
    """How often each step of one request reads."""
    everybody_is(context, "Ewa")
    wanted = {"asset_ids": ASSETS[:many], "people": PEOPLE[:many]}
    form = Wish("ana", None, "V1", "V1-A", ASSETS[:many], PEOPLE[:many], "P1", Mode.VIEW, draft().channel, START, END)
    taken: dict[str, int] = {}

    def step(name: str, do: Callable[[], object]) -> None:
        with read(context) as asked:
            do()
        taken[name] = len(asked)

    step("form", lambda: preview_draft(context, form))
    step("submit", lambda: ask(context, **wanted))
    step("click", lambda: approve(context, "mo"))
    everybody_is(context, "Eva")
    step("click on other facts", lambda: approve(context, "dan"))
    clock.go_to(TODAY + ONE_DAY)
    step("next morning", lambda: sweep_requests(context))
    step("preview", lambda: preview_kept(context, FIRST))
    step("as decided", lambda: judge_again(context, FIRST))
    step("click of counsel", lambda: approve(context, "ivy"))
    step("last click", lambda: approve(context, "sol"))
    assert kept(context).state is RequestState.APPROVED
    return taken


def reads(database: Path, many: int) -> dict[str, int]:
    """The same steps in a company of their own."""
    store, clock = Store(open_engine(f"sqlite:///{database}")), TestClock()
    taken = steps(Context(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS), clock, many)
    store.close()
    return taken


def test_each_step_reads_as_often_for_many_as_for_one(sqlite_template: Path, tmp_path: Path) -> None:
    """The checks themselves are given facts, and can read nothing; so their number plays no part."""
    for name in ("one", "many"):
        copyfile(sqlite_template, tmp_path / name)

    assert reads(tmp_path / "many", MANY) == reads(tmp_path / "one", 1)
