"""Whether another commit tells the same story: `python -m tests.same_story REVISION` plays it there and here, and compares.

The story is that of the demo, and two years of 25 random companies. Compared are what the record says, what was promised (key,
kind, destination, payload) and what each message shows, drawn at the end. The companies live on a clock of their own and are
compared to the letter, with the hashes of the record; in the demo, whose clock runs, instants, ports, roots and the
numbers of entries in keys are left out. Refusals that only one side recorded are told apart from changes.
What is new on purpose is named after the revision (`access.ends_soon ends_soon`): rows with one of these words are counted and
left out, and what is left is compared without hashes and the numbers of entries, which an entry more moves along.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SEEDS = range(25)
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REFUSED = "click.refused"
_VOLATILE = (
    (re.compile(r"127\.0\.0\.1:\d+"), "HERE"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[0-9.+:Z]*"), "INSTANT"),
    (re.compile(r"<!date\^\d+"), "<!date^N"),
    (re.compile(r"\b\d{10}\.\d{6}\b"), "MESSAGE"),  # how Slack names a message: by when it came
    (re.compile(r"[0-9a-f]{64}"), "ROOT"),
    (re.compile(r":\d+$"), ":N"),
)
Story = dict[str, list[Any]]


def tell() -> dict[str, Story]:
    """Everything of this checkout, by the name of the story."""
    return {"the demo": _in_any_order(_steady(_demo()))} | {f"company {seed}": _company(seed) for seed in SEEDS}


def _company(seed: int) -> Story:
    from bot.store.engine import open_engine
    from bot.store.schema import upgrade
    from tests.time_travel.chance import HOLIDAYS
    from tests.time_travel.journey import begin
    from tests.time_travel.product import Product, hasty_engine

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/time.db"
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        journey = begin(seed, lambda zone: Product(hasty_engine(url), zone, HOLIDAYS))
        journey.travel()
        try:
            return _kept(_context_of(journey.product))
        finally:
            journey.product.close()


def _demo() -> Story:
    from bot.demonstration import GUEST, STRANGER, end_paper, running_demo, slack_id
    from bot.local.clock import DemoClock
    from bot.local.story import Story as Played
    from bot.local.story import Wish
    from bot.settings import Settings

    with running_demo(Settings(log_level="error"), clock=DemoClock(START)) as demo:
        names = {slack_id(m.id): m.name for m in demo.file.register.members} | {m.id: m.real_name for m in (GUEST, STRANGER)}
        played = Played(demo.url, names, lambda _who, _what: None, end_paper=lambda paper: end_paper(demo, paper))
        wishes = {script.id: _wish(Wish, script.draft) for script in demo.file.scripts}
        ends = next(a.expires_on for a in demo.file.register.agreements if a.id == "NDA-V02")
        played.play(wishes["R01"], wishes["R02"], replace(wishes["R02"], end=ends, mode="view"))
        return _kept(_context_of(demo.bot))


def _wish(wish: Any, draft: Any) -> Any:
    item = draft.items[0]
    assets, people = tuple(one.asset for one in draft.items), draft.people
    days = (draft.start_on, draft.end_on)
    return wish(
        draft.vendor, draft.entity, assets, people, item.mode.value, draft.channel, *days, "It cannot be reviewed without."
    )


def _context_of(owner: Any) -> Any:
    return getattr(owner, "context", None) or owner.desk


def _kept(context: Any) -> Story:
    from sqlalchemy import select

    from bot.store.tables import EVENTS, OUTBOX

    with context.store.reading() as unit:
        chained = unit.connection.execute(select(EVENTS).order_by(EVENTS.c.subject, EVENTS.c.number)).mappings()
        record = [dict(row) for row in chained]
        promised = list(unit.connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)).mappings())
        places = {(row["kind"], row["subject"], row["destination"]): row for row in promised if row["world"] == "slack"}
        pictures = [[*place, _picture(unit, context, row)] for place, row in sorted(places.items())]
    for row in record:
        del row["seq"]
    told = [row for row in promised if row["kind"] != "hear_ticket"]  # how often Jira tells of a change is its own affair
    outbox = sorted([row["key"], row["kind"], row["destination"], row["payload"]] for row in told)
    return {"record": record, "outbox": outbox, "pictures": pictures}


def _picture(unit: Any, context: Any, row: Mapping[str, Any]) -> Any:
    from bot.slack.messenger import drawn
    from bot.store.outbox import Promise

    promise = Promise(*(row[name] for name in ("key", "world", "subject", "destination", "kind", "payload")))
    with suppress(ImportError):
        from bot.application.draw_message import draw  # type: ignore[import-not-found,unused-ignore]

        shown = draw(unit, context, promise)
        return drawn(shown) if shown else None
    from tests.showing import draw as draw_now

    now = draw_now(unit, context, promise)
    return drawn(now) if now else None


def _steady(story: Story) -> Story:
    """Without what differs from one run to the next."""
    said = json.loads(json.dumps(story, default=str), object_hook=lambda row: {k: _same(v) for k, v in row.items()})
    for row in said["record"]:
        del row["hash"], row["number"], row["at"]
    steady: Story = {part: [_same(line) for line in lines] for part, lines in said.items()}
    steady["record"] = [row for row in steady["record"] if row["entity"] not in ("message", "record")]
    steady["outbox"] = sorted((row for row in steady["outbox"] if row[1] != "root"), key=json.dumps)
    return steady


def _in_any_order(story: Story) -> Story:
    """What Jira tells of itself meets what the bot does at that moment in either order, as its threads go."""
    return story | {"record": sorted(story["record"], key=json.dumps)}


def _same(value: Any) -> Any:
    if isinstance(value, list):
        return [_same(one) for one in value]
    if isinstance(value, str):
        for pattern, instead in _VOLATILE:
            value = pattern.sub(instead, value)
    return value


def _lines(rows: Iterable[Any]) -> list[str]:
    return [json.dumps(row, sort_keys=True, default=str, ensure_ascii=False) for row in rows]


def compare(before: dict[str, Story], after: dict[str, Story]) -> Iterator[str]:
    """What differs, line by line; refusals that one side alone recorded begin with `refusal`."""
    for name, story in after.items():
        for part, rows in story.items():
            old, new = _lines(before[name][part]), _lines(rows)
            if old == new:
                continue
            changed = [
                line for line in unified_diff(old, new, lineterm="", n=0) if line[:1] in "+-" and line[:3] not in ("+++", "---")
            ]
            for line in changed:
                yield f"{'refusal' if REFUSED in line else 'CHANGED'} {name}, {part}: {line}"


def _there(revision: str) -> dict[str, Story]:
    """The same story, told by that commit: its own code, this file's questions."""
    root = Path(__file__).parents[1]
    with TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", f"{folder}/there", revision], cwd=root, check=True)  # noqa: S607
        try:
            told = Path(folder) / "told.json"
            asked = [sys.executable, "-c", f"import runpy; runpy.run_path({str(Path(__file__))!r}, run_name='tell:{told}')"]
            subprocess.run(asked, cwd=f"{folder}/there", check=True, env={"PYTHONPATH": f"{folder}/there"})
            found: dict[str, Story] = json.loads(told.read_text(encoding="utf-8"))
            return found
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", f"{folder}/there"], cwd=root, check=True)  # noqa: S607


def _without(stories: dict[str, Story], new: Sequence[str]) -> dict[str, Story]:
    """The stories without rows that say one of these words, and without what such a row moves along."""
    steady = {name: story if name == "the demo" else _steady(story) for name, story in stories.items()}
    return {
        name: {part: [row for row in rows if not _says(row, new)] for part, rows in story.items()}
        for name, story in steady.items()
    }


def _says(row: Any, words: Sequence[str]) -> bool:
    said = json.dumps(row)
    return any(f'"{word}"' in said for word in words)


def main(revision: str, *new: str) -> int:
    here, there = json.loads(json.dumps(tell(), default=str)), _there(revision)
    if new:
        added = sum(_says(row, new) for story in here.values() for rows in story.values() for row in rows)
        print(f"{added} rows that say {' or '.join(new)} are left out")  # noqa: T201
        here, there = _without(here, new), _without(there, new)
    found = list(compare(there, here))
    counts = {part: sum(len(story[part]) for story in here.values()) for part in ("record", "outbox", "pictures")}
    print("\n".join(found))  # noqa: T201
    changed = [line for line in found if line.startswith("CHANGED")]
    print(f"{counts}: {len(changed)} changed, {len(found) - len(changed)} refusals on one side alone")  # noqa: T201
    return 1 if changed else 0


if __name__.startswith("tell:"):
    Path(__name__.removeprefix("tell:")).write_text(json.dumps(tell(), default=str), encoding="utf-8")
if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
