"""What a vendor could be given, as values: what the tests of its pictures share."""

from datetime import date
from typing import Any

from bot.application.requests.show_outlook import AgainstLine, OutlookView, ProspectView, Trial
from bot.domain.checks.depends import On
from bot.domain.vocabulary import Outcome
from tests.slack.drawing import check

PASS, WARN, WAIVER, BLOCK = Outcome.PASS, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK
TRIAL = Trial("V1-A", "Volt Sp. z o.o.", "CH", "Partner Git", date(2026, 11, 24), date(2026, 12, 7))
STAGES = (("data owner", "IP counsel"), ("security officer",))


def against(check_id: str = "MON-01", effect: str = "Needs a waiver", *menders: str, **more: Any) -> AgainstLine:
    said = {"message": f"{check_id} says no.", "remedy": "Ask somebody."} | more
    return AgainstLine(check(check=check_id, effect=effect, **said), menders)


def prospect(
    rank: int, verdict: Outcome, *lines: AgainstLine, gaps: tuple[str, ...] = (), needs_fact: bool = False
) -> ProspectView:
    return ProspectView(rank, verdict, needs_fact, lines, gaps, 20, STAGES if rank else ())


def outlook(*prospects: ProspectView, **more: Any) -> OutlookView:
    highest = 0
    for one in prospects:
        if one.verdict is BLOCK:
            break
        highest = one.rank
    given = {
        "vendor": "V1",
        "vendor_name": "Volt GmbH",
        "asset": None,
        "asset_title": "",
        "companies": 1,
        "prospects": prospects,
        "highest": highest,
        "missing": (),
        "trial": TRIAL,
        "administrators": ("Oskar", "Priya"),
        "depends": {On.PEOPLE: {"PPL-02": "their undertakings", "LOC-01": "where they work"}, On.USE: {}},
    }
    return OutlookView(**(given | more))


def of_asset(verdict: Outcome, *lines: AgainstLine, rank: int = 3, **more: Any) -> OutlookView:
    return outlook(prospect(rank, verdict, *lines, **more), asset="A1", asset_title="Pump controller")


BY_CLASS = outlook(
    prospect(1, WARN, against(effect="Heads-up")),
    prospect(2, WAIVER, against(), against("DDA-02", "Heads-up")),
    prospect(3, BLOCK, against("ACC-01", "Stops", "Rui", "Vic"), against()),
    prospect(4, BLOCK, against("ACC-01", "Stops", "Rui")),
)
MISSING = outlook(missing=("the register knows no company of Volt GmbH",), trial=None, depends={})
