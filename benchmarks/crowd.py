"""Grants by the thousand, written by plain SQL: some whose paper has ended are due, the others are looked at in years."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text

from benchmarks.world import World
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.dates import ONE_DAY
from bot.domain.register import Register

FAR = date(2030, 1, 1)
INSERT = """
INSERT INTO access_grant
(id, request, vendor, person, asset, mode, channel, start_on, end_on, state, next_on, held, entity, covered_until, reasons)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT :name || i, :name || i, :vendor, :person, :asset, 'view', 'CH', :start_on, :end_on, 'active', {next_on}, '', NULL,
:covered_until, '[]' FROM n
"""
LATER = {
    "sqlite": "date(:next_on, '+' || (i % :spread) || ' days')",
    "postgresql": "CAST(:next_on AS date) + CAST(i % :spread AS integer)",
}


def crowd(context: Context, name: str, count: int, *, vendor: int, next_on: date, covered_until: date, spread: int = 1) -> None:
    """So many grants of one vendor, each of a request of its own; `next_on` is spread over that many days from the one given."""
    dialect = context.store.engine.dialect.name
    values = {
        "name": name,
        "count": count,
        "vendor": f"V{vendor}",
        "person": f"E{vendor}-1",
        "asset": f"A{vendor}",
        "start_on": date(2026, 1, 1),
        "end_on": date(2031, 1, 1),
        "next_on": next_on,
        "covered_until": covered_until,
        "spread": spread,
    }
    if dialect == "sqlite":
        values = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    statement = INSERT.format(next_on=LATER[dialect])
    if dialect == "postgresql":
        for name in ("start_on", "end_on", "covered_until"):
            statement = statement.replace(f":{name}", f"CAST(:{name} AS date)")
        statement = statement.replace("'[]'", "CAST('[]' AS json)").replace(":name ||", "CAST(:name AS text) ||")
    with context.store.writing() as unit:
        unit.connection.execute(text(statement), values)


def ended(register: Register, last_days: dict[int, date]) -> Register:
    """The register, with the NDAs of these vendors terminated on these days."""
    days = {f"NDA-{vendor}": day for vendor, day in last_days.items()}
    papers = (replace(one, terminated_on=days[one.id]) if one.id in days else one for one in register.agreements)
    return replace(register, agreements=tuple(papers))


def many_with_few_due(context: Context, stored: int, *, due: int, days: int) -> None:
    """`stored` grants, of which `due` can change on each of the next so many days; a vendor's NDA ends before each."""
    today = context.today()
    register = ended(World().register(), {k: today + (k - 1) * ONE_DAY for k in range(1, days + 1)})
    load_register(context, register, actor="bench")
    for k in range(1, days + 1):
        day = today + k * ONE_DAY
        crowd(context, f"D{k}-", due, vendor=k, next_on=day, covered_until=day - ONE_DAY)
    crowd(context, "S-", stored - due * days, vendor=days + 1, next_on=FAR, covered_until=FAR - timedelta(days=1), spread=365)
    with context.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
