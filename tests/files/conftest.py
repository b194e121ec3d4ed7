"""A small register that is right, and the demo's; a test changes one word and looks at what is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.files.problems import BrokenFile, Problem
from bot.files.register import RegisterFile, read_register

DEMO = Path(__file__).parents[2] / "bot" / "local" / "demo-register.yml"
SMALL = """\
meta: {as_of: 2026-11-24, date_mode: fixed}
organisation:
  name: Tarnfeld Works
  entities:
    - {id: OWN-1, name: Tarnfeld Works GmbH, country: DE, role: operating}
  users:
    - {id: u-ada, name: Ada Holm, roles: [data_owner]}
    - {id: u-bo, name: Bo Lund, roles: [vendor_manager, ip_counsel]}
channels:
  - {id: CH-1, name: Virtual desktop, max_class: 4, encryption: no_egress}
projects:
  - {id: PRJ-1, title: Gear box}
assets:
  - id: AST-1
    title: Gear drawings
    forms: [trade_secret]
    class: 3
    owner_entity: OWN-1
    data_owner: u-ada
    project: PRJ-1
    countries: [DE, NO]
    certs: []
    training: [BASIC]
  - {id: AST-2, title: Gear recipe, forms: [trade_secret], class: 4, project: PRJ-1}
vendors:
  - {id: V1, name: Alder Tools, tier: 2, clearance: 3, status: active, owner: u-bo,
     entities: [{id: V1-A, name: Alder AS, country: NO}]}
  - {id: V2, name: Birch Tools, owner: null, entities: [{id: V2-A, name: Birch Ltd, country: GB}]}
people:
  - {id: P1, vendor: V1, entity: V1-A, name: Kim Berg, country: NO, status: active, undertaking: 2026-01-02,
     training: {BASIC: 2027-01-02}}
  - {id: P2, vendor: V2, entity: V2-A, name: Lee Ford}
agreements:
  - id: NDA-1
    kind: nda
    vendor: V1
    ours: [OWN-1]
    theirs: [V1-A]
    effective: 2025-01-01
    expires: 2027-12-31
    survival: {months: 60, anchor: end}
    purpose: engagement
    projects: [PRJ-1]
    affiliates: true
    recipients: employees
    executed: 2024-12-20
  - {id: MSA-1, kind: msa, vendor: V1, effective: 2025-01-01, expires: null, assignment: {wording: present, law: NO}}
certifications:
  - {vendor: V1, scheme: SOC2-T2, sites: [V1-A], period_end: 2026-06-30, valid_until: 2027-06-30}
assessments:
  - {vendor: V1, completed: 2026-05-01, conclusion: ok}
findings:
  - {id: FND-1, vendor: V1, grade: minor_nc, title: Late list, due: 2027-01-01, status: open}
returns:
  - {id: RTN-1, vendor: V1, assets: [AST-1], demanded: 2026-10-01, due: 2026-11-01, certificate: null}
grants:
  - {id: GRT-1, request: R-0, vendor: V1, person: P1, assets: [AST-1, AST-2], mode: view,
     start: 2026-10-02, end: 2026-12-03, state: active}
waivers:
  - id: WVR-1
    check: NDA-05
    vendor: V1
    asset: AST-1
    reason: test approvers
    approved_by: [u-ada, u-bo]
    compensating: [daily log review]
    start: 2026-11-01
    expires: 2026-12-31
    state: approved
requests:
  - {id: R-1, case: clean path, requester: u-bo, vendor: V1, entity: V1-A, project: PRJ-1, people: [P1], channel: CH-1,
     assets: [AST-1, AST-2], mode: download, start: 2026-12-10, end: 2026-12-20, expect: {NDA-01: pass}, overall: pass}
"""

Changed = Callable[..., str]
Problems = Callable[[str], tuple[Problem, ...]]


@pytest.fixture(scope="session")
def changed() -> Changed:
    """The small register with each pair's first text, which stands in it once, replaced by the second."""

    def change(*pairs: tuple[str, str]) -> str:
        text = SMALL
        for old, new in pairs:
            assert text.count(old) == 1, f"{old!r} must stand once in the small register"
            text = text.replace(old, new)
        return text

    return change


@pytest.fixture(scope="session")
def problems_of() -> Problems:
    """What is said of a text that must be refused."""

    def problems(text: str) -> tuple[Problem, ...]:
        with pytest.raises(BrokenFile) as refused:
            read_register(text)
        return refused.value.problems

    return problems


@pytest.fixture(scope="session")
def small() -> RegisterFile:
    return read_register(SMALL)


@pytest.fixture(scope="session")
def demo() -> RegisterFile:
    return read_register(DEMO)
