"""All checks, judged slowly and obviously from a register file as parsed, one of its requests, and a day.

Written from the catalogue of rules (sections 2.0 and 2.7) and the register's description alone; it imports nothing of what it
judges. Where the rules leave something open, the docstring beside it says what was chosen:

* an asset without a class is judged as C4, and the checks that compare its class (ACC-01, TRF-01) are unknown;
* a country or a first day of an NDA that nobody recorded is unknown, even where the answer could hardly depend on it;
* a certain failure beats an unknown of the same check, and an unknown hides the failure that the missing fact could show;
* an approved waiver turns the effect `waiver` into `warn`, also that of an unknown, except for checks that are never waived;
* which paper answers best is decided by what the results count for, waivers included; papers that are as good as each other go
  by the latest start (of a chain: of its newest paper), then by id;
* a chain is a paper that no other follows, with all it follows, step by step; where none of them is in force inside the window
  the newest is judged;
* PRC-02 blocks only over seats that the route has: at C1 nobody decides as data owner, so nobody is missing there.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tests.reference import access, already_held, contract, forms, vendor
from tests.reference.case import Case, Row, found, rows
from tests.reference.contract import judge_contract
from tests.reference.duties import prc_02
from tests.reference.nda import judge_nda
from tests.reference.verdicts import ORDER, SlowVerdict
from tests.reference.waivers import counted

PER_ASSET = {
    "VEN-01": vendor.ven_01,
    "VEN-05": vendor.ven_05,
    "DDA-01": vendor.dda_01,
    "DDA-02": vendor.dda_02,
    "DDA-03": vendor.dda_03,
    "DDA-04": vendor.dda_04,
    "IPR-05": contract.ipr_05,
    "PAT-01": forms.pat_01,
    "DSN-01": forms.dsn_01,
    "TMK-01": forms.tmk_01,
    "ACC-01": access.acc_01,
    "ACC-04": access.acc_04,
    "ACC-05": already_held.acc_05,
    "ACC-06": already_held.acc_06,
    "TRF-01": access.trf_01,
    "LOC-01": access.loc_01,
    "EXP-01": access.exp_01,
    "EXP-02": access.exp_02,
    "EXP-04": vendor.exp_04,
    "PRV-01": access.prv_01,
    "MON-01": vendor.mon_01,
    "MON-04": vendor.mon_04,
}
PER_PERSON = {"VEN-04": vendor.ven_04, "PPL-02": access.ppl_02, "PPL-03": access.ppl_03, "PPL-05": access.ppl_05}


class Answer(NamedTuple):
    """One row: a check on an asset, and on a person where it is about people."""

    check: str
    item: str
    person: str
    outcome: str
    effect: str


def judge(register: Row, request: Row, today: date) -> tuple[list[Answer], str]:
    """All rows, sorted, and the overall outcome: the worst effect, and `pass` where nothing is worse than that."""
    assets = [found(rows(register, "assets"), id) for id in request["assets"]]
    items = [case for asset in assets if (case := Case(register, request, asset, today)).rank > 0]
    answers = sorted(answer for case in items for answer in judge_item(case, items))
    return answers, max(["pass", *(answer.effect for answer in answers)], key=ORDER.index)


def judge_item(case: Case, items: list[Case]) -> Iterator[Answer]:
    about_papers = judge_nda(case) | judge_contract(case) | {"PRC-02": prc_02(case, items)}
    for check, verdict in (about_papers | {check: rule(case) for check, rule in PER_ASSET.items()}).items():
        yield answered(case, check, "", verdict)
    for check, about in PER_PERSON.items():
        for person in case.people:
            yield answered(case, check, person["id"], about(case, person))


def answered(case: Case, check: str, person: str, verdict: SlowVerdict) -> Answer:
    return Answer(check, case.asset["id"], person, *counted(case, check, verdict))
