"""Each mistake that a register file can hold is told with its place, the reason and the next step."""

from typing import NamedTuple

import pytest

from bot.domain.checks.catalogue import NEVER_WAIVED
from bot.files.register import read_register


class Case(NamedTuple):
    said: str
    old: str
    new: str
    place: str
    words: str


PROJECT = "  - {id: PRJ-1, title: Gear box}\n"
PERIOD = "period_end: 2026-06-30, valid_until: 2027-06-30"
AUTO = "    executed: 2024-12-20\n"
TAUGHT = "training: {BASIC: 2027-01-02}"
TEXT = "text: v1, date: 2026-01-02, how: signed"
READ = "{class: 3, text: v1, date: 2199-01-02, how: signed}"
OTHER = "class: 3, text: v1, date: 2026-01-02, how: sined"
CASES = (
    Case("a mistyped key", "class: 3", "clas: 3", "assets · AST-1 · clas", "did you mean class?"),
    Case("a mistyped section", "findings:", "finding:", "finding", "did you mean findings?"),
    Case("a mistyped inner key", "anchor: end", "ancor: end", "agreements · NDA-1 · survival · ancor", "mean anchor?"),
    Case("an unquoted comma", "name: Virtual desktop", "name: Context, locked", "channels · CH-1 · locked", "in quotes"),
    Case("a word that is not known", "mode: view", "mode: veiw", "grants · GRT-1 · mode", "did you mean view?"),
    Case("a request's unknown mode", "mode: download", "mode: downlod", "requests · R-1 · mode", "mean download?"),
    Case("an unknown form", "    forms: [trade_secret]", "    forms: [trade secret]", "AST-1 · forms · no. 1", "trade_secret?"),
    Case("an unknown kind of paper", "kind: msa", "kind: mas", "agreements · MSA-1 · kind", "did you mean msa?"),
    Case("an unknown role", "[data_owner]", "[dataowner]", "users · u-ada · roles · no. 1", "did you mean data_owner?"),
    Case("unknown recipients", "recipients: employees", "recipients: employes", "NDA-1 · recipients", "mean employees?"),
    Case("an unknown outcome", "NDA-01: pass", "NDA-01: passed", "R-1 · expect · NDA-01", "did you mean pass?"),
    Case("a country that does not exist", "[DE, NO]", "[DE, UK]", "assets · AST-1 · countries · no. 2", "did you mean GB?"),
    Case("a country in small letters", "law: NO", "law: no", "MSA-1 · assignment · law", "did you mean NO?"),
    Case("text for a list", "certs: []", "certs: ISO27001", "assets · AST-1 · certs", "must be a list, written [a, b]"),
    Case("text for projects", "projects: [PRJ-1]", "projects: PRJ-1", "NDA-1 · projects", "must be a list, written [a, b]"),
    Case("text for a truth", "affiliates: true", "affiliates: yes", "NDA-1 · affiliates", "must be true or false"),
    Case("text for a number", "class: 3", "class: high", "assets · AST-1 · class", "must be a whole number"),
    Case("a number for text", "title: Gear box", "title: 7", "projects · PRJ-1 · title", "put it in quotes"),
    Case("a broken number", "tier: 2", "tier: 2.5", "vendors · V1 · tier", "must be a whole number"),
    Case("a day that does not exist", "due: 2027-01-01", "due: 2027-02-30", "findings · FND-1 · due", "day of the calendar"),
    Case("a day in another order", "due: 2027-01-01", "due: 01.02.2027", "findings · FND-1 · due", "written like 2026-11-24"),
    Case("a day with a time", "due: 2027-01-01", "due: 2027-01-01 10:00", "findings · FND-1 · due", "written like 2026-11-24"),
    Case("a number in quotes for a day", "due: 2027-01-01", 'due: "0"', "findings · FND-1 · due", "written like 2026-11-24"),
    Case("a day far away", "expires: 2027-12-31", "expires: 9999-12-31", "NDA-1 · expires", "days lie between 1900 and 2199"),
    Case("training with a wrong day", "BASIC: 2027-01-02", "BASIC: soon", "people · P1 · training · BASIC", "written like"),
    Case("training as a list", "{BASIC: 2027-01-02}", "[BASIC]", "people · P1 · training", "{key: value}, not a list"),
    Case("a notice read in the future", TAUGHT, f"{TAUGHT}, acknowledged: [{READ}]", "acknowledged · no. 1 · date", "lies after"),
    Case("a notice of no class", TAUGHT, f"{TAUGHT}, acknowledged: [{{class: 5, {TEXT}}}]", "no. 1 · class", "from 1 to 4"),
    Case("a notice read in an unknown way", TAUGHT, f"{TAUGHT}, acknowledged: [{{{OTHER}}}]", "no. 1 · how", "mean signed?"),
    Case("a file with half a hash", AUTO, AUTO + "    file: {sha256: a0b1}\n", "file · sha256", "as `sha256sum FILE` writes it"),
    Case("a record that is text", PROJECT, "  - PRJ-1\n", "projects · no. 1", "must be keys with values, written {id: …}"),
    Case("a section that is text", PROJECT, "  none yet\n", "projects", "must be a list of entries"),
    Case("a list for one record", "{months: 60, anchor: end}", "[60]", "NDA-1 · survival", "written {months: …}"),
    Case("no id", "id: P2, ", "", "people · V2 · id", "id is missing; add it"),
    Case("an id that is null", "id: P1,", "id: null,", "people · V1 · id", "id is missing: nothing, null"),
    Case("an empty id", "id: P1,", 'id: "",', "people · V1 · id", "id is empty"),
    Case("no title", "    title: Gear drawings\n", "", "assets · AST-1 · title", "title is missing; add it"),
    Case("no forms", "    forms: [trade_secret]\n", "", "assets · AST-1 · forms", "forms is missing; add it"),
    Case("an empty list of forms", "    forms: [trade_secret]", "    forms: []", "AST-1 · forms", "at least one"),
    Case("a vendor without companies", "[{id: V2-A, name: Birch Ltd, country: GB}]", "[]", "V2 · entities", "at least one"),
    Case("a paper without expiry", "    expires: 2027-12-31\n", "", "agreements · NDA-1 · expires", "silence does not"),
    Case("a tail without months", "months: 60, ", "", "agreements · NDA-1 · survival · months", "silence does not"),
    Case("an own company without country", "GmbH, country: DE", "GmbH", "entities · OWN-1 · country", "country is missing"),
    Case("a currency that is a number", "date_mode: fixed", "date_mode: fixed, currency: 3", "meta · currency", "a word such as"),
    Case("no day of the file", "as_of: 2026-11-24, ", "", "meta · as_of", "as_of is missing; add it"),
    Case("an unknown date mode", "date_mode: fixed", "date_mode: today", "meta · date_mode", "shift_to_today"),
    Case("a request of text", "[AST-1, AST-2], mode: download", "AST-1, mode: download", "R-1 · assets", "written [a, b]"),
    Case("consents as text", "certs: []", "third_party_owner: F\n    consented_vendors: V1", "consented_vendors", "a list of"),
    Case("a grant of nothing", "[AST-1, AST-2], mode: view", "[], mode: view", "grants · GRT-1 · assets", "at least one"),
    Case("a grant of text", "[AST-1, AST-2], mode: view", "AST-1, mode: view", "GRT-1 · assets", "at least one entry"),
    Case("a waiver without an end", "    expires: 2026-12-31\n", "", "waivers · WVR-1 · expires", "expires is missing"),
    Case("a waiver whose end is null", "expires: 2026-12-31", "expires: null", "WVR-1 · expires", "expires is missing"),
    Case("an id twice in one section", "id: AST-2", "id: AST-1", "assets · AST-1 · id", "used already in line 14"),
    Case("an id twice across sections", "id: FND-1", "id: RTN-1", "returns · RTN-1 · id", "give each its own"),
    Case("an inner id used elsewhere", "id: V2-A", "id: V1", "V2 · entities · V1 · id", "used already"),
    Case("an unknown owner", "owner: u-bo", "owner: u-ba", "vendors · V1 · owner", "did you mean u-bo?"),
    Case("an unknown asset", "assets: [AST-1], demanded", "assets: [AST-9], demanded", "assets · no. 1", "no asset AST-9"),
    Case("an unknown project", "projects: [PRJ-1]", "projects: [PJR-1]", "NDA-1 · projects · no. 1", "did you mean PRJ-1?"),
    Case("an unknown vendor", "FND-1, vendor: V1", "FND-1, vendor: V3", "findings · FND-1 · vendor", "there is no vendor V3"),
    Case("a vendor for a user", "owner: u-bo", "owner: V2", "vendors · V1 · owner", "V2 names a vendor, but a user"),
    Case("an unknown transfer channel", "channel: CH-1", "channel: CH-2", "R-1 · channel", "did you mean CH-1?"),
    Case("an unknown approver", "[u-ada, u-bo]", "[u-ada, u-cy]", "WVR-1 · approved_by · no. 2", "no user u-cy"),
    Case("another vendor's company", "theirs: [V1-A]", "theirs: [V2-A]", "NDA-1 · theirs · no. 1", "to V2, not to V1"),
    Case("another vendor's site", "sites: [V1-A]", "sites: [V2-A]", "V1 SOC2-T2 · sites · no. 1", "did you mean V1-A?"),
    Case("another vendor's person", "people: [P1]", "people: [P2]", "R-1 · people · no. 1", "P2 belongs to V2, not to V1"),
    Case("another vendor's grantee", "person: P1", "person: P2", "GRT-1 · person", "P2 belongs to V2, not to V1"),
    Case("another vendor's employer", "entity: V2-A", "entity: V1-A", "people · P2 · entity", "belongs to V1, not to V2"),
    Case("class 5", "class: 3", "class: 5", "assets · AST-1 · class", "a whole number from 0 to 4, not 5"),
    Case("a negative class", "max_class: 4", "max_class: -1", "channels · CH-1 · max_class", "from 0 to 4"),
    Case("clearance 9", "clearance: 3", "clearance: 9", "vendors · V1 · clearance", "from 0 to 4"),
    Case("tier 0", "tier: 2", "tier: 0", "vendors · V1 · tier", "a whole number from 1 to 4"),
    Case("a class beyond all numbers", "class: 3", f"class: {'9' * 5000}", "assets · AST-1 · class", "must be a whole number"),
    Case(
        "expiry before effect",
        "expires: 2027-12-31",
        "expires: 2024-12-31",
        "NDA-1 · expires",
        "31 Dec 2024 lies before effective",
    ),
    Case("termination before effect", AUTO, f"{AUTO}    terminated: 2024-12-31\n", "NDA-1 · terminated", "before effective"),
    Case("a grant ending before it starts", "end: 2026-12-03", "end: 2026-09-03", "GRT-1 · end", "lies before start"),
    Case("a request ending before it starts", "end: 2026-12-20", "end: 2026-12-09", "R-1 · end", "lies before start"),
    Case("a signature in the future", "executed: 2024-12-20", "executed: 2026-11-25", "NDA-1 · executed", "until signed"),
    Case(
        "renewal without its length",
        AUTO,
        f"{AUTO}    auto_renew: true\n    notice_days: 30\n",
        "NDA-1 · renew_months",
        "missing",
    ),
    Case("renewal without notice", AUTO, f"{AUTO}    auto_renew: true\n    renew_months: 12\n", "NDA-1 · notice_days", "missing"),
    Case(
        "an evergreen that renews",
        "expires: null,",
        "expires: null, auto_renew: true, renew_months: 12, notice_days: 30,",
        "agreements · MSA-1 · auto_renew",
        "a paper without end cannot renew itself",
    ),
    Case("a stretched SOC 2", PERIOD, PERIOD.replace("2027-06-30", "2027-07-01"), "SOC2-T2 · valid_until", "30 Jun 2027 at most"),
    Case("an owner without consents", "certs: []", "third_party_owner: Fjord AS", "AST-1 · consented_vendors", "[] for none"),
    Case("consents without an owner", "certs: []", "consented_vendors: [V-1]", "AST-1 · third_party_owner", "name who"),
    Case(
        "a patent without its record", "    forms: [trade_secret]", "    forms: [patent]", "AST-1 · patent", "add patent: {status"
    ),
    Case(
        "a design without its record", "    forms: [trade_secret]", "    forms: [design]", "AST-1 · design", "add design: {status"
    ),
    Case("a patent without its stage", "certs: []", "patent: {}", "AST-1 · patent · status", "status is missing; add it"),
    Case(
        "an id that is none of Slack's",
        "roles: [data_owner]",
        "roles: [data_owner], slack_id: '@dan'",
        "slack_id",
        "Copy member ID",
    ),
    Case("a waiver of a check never waived", "check: NDA-05", "check: TRF-01", "WVR-1 · check", "TRF-01 is never waived"),
    Case("a waiver of 91 days", "start: 2026-11-01", "start: 2026-10-02", "WVR-1 · expires", "30 Dec 2026 at most"),
    Case("a C4 waiver of 61 days", "asset: AST-1", "asset: AST-2", "WVR-1 · expires", "30 Nov 2026 at most"),
    Case("one approver at C3", "[u-ada, u-bo]", "[u-ada]", "WVR-1 · approved_by", "two different approvers"),
    Case("the same approver twice", "[u-ada, u-bo]", "[u-ada, u-ada]", "WVR-1 · approved_by", "two different approvers"),
    Case(
        "NDA terms in an MSA",
        "wording: present, law: NO}",
        "law: NO}, residuals: true",
        "MSA-1 · residuals",
        "belongs to nda alone",
    ),
    Case(
        "work terms in an NDA",
        AUTO,
        f"{AUTO}    audit_right: true\n",
        "NDA-1 · audit_right",
        "msa and sow alone, and this is nda",
    ),
    Case(
        "letters beyond Article 28", "kind: msa,", "kind: dpa, art28_items: [a, z],", "MSA-1 · art28_items · no. 2", "not known"
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.said.replace(" ", "_") for case in CASES])
def test_a_mistake_is_told_with_place_reason_and_next_step(case, changed, problems_of):
    told = problems_of(changed((case.old, case.new)))
    assert any(problem.place.endswith(case.place) and case.words in problem.words for problem in told), told
    assert all(problem.line is not None for problem in told)


def test_two_people_do_not_share_a_slack_id(changed, problems_of):
    told = problems_of(
        changed(
            ("roles: [data_owner]", "roles: [data_owner], slack_id: U1"),
            ("roles: [vendor_manager, ip_counsel]", "roles: [vendor_manager, ip_counsel], slack_id: U1"),
        )
    )
    (problem,) = told
    assert "U1 stands with Ada Holm already" in problem.words
    assert problem.line is not None


@pytest.mark.parametrize("check", sorted(NEVER_WAIVED))
def test_a_hard_check_is_never_waived(check, changed, problems_of):
    (problem,) = problems_of(changed(("check: NDA-05", f"check: {check}")))
    assert problem.place == "waivers · WVR-1 · check"


def test_which_checks_are_never_waived_can_be_said(changed):
    text = changed(("check: NDA-05", "check: TRF-01"))
    assert read_register(text, never_waived=()).register.waivers[0].check == "TRF-01"


def test_mistakes_of_writing_shape_reference_and_sense_are_told_together_in_the_order_of_the_file(changed, problems_of):
    told = problems_of(
        changed(
            ("name: Tarnfeld Works\n", "name: Tarnfeld Works\n  name: Twice\n"),
            ("tier: 2", "tier: two"),
            ("owner: u-bo", "owner: u-nobody"),
            ("expires: 2027-12-31", "expires: 2020-01-01"),
            ("grade: minor_nc", "grad: minor_nc"),
        )
    )
    assert [problem.place for problem in told] == [
        "organisation · name",
        "vendors · V1 · owner",
        "vendors · V1 · tier",
        "agreements · NDA-1 · expires",
        "findings · FND-1 · grad",
        "findings · FND-1 · grade",
    ]
    assert [problem.line for problem in told] == sorted(problem.line for problem in told)


def test_one_mistake_is_told_once(changed, problems_of):
    assert len(problems_of(changed(("class: 3", "class: 5")))) == 1
    assert len(problems_of(changed(("asset: AST-1", "asset: AST-3")))) == 1
    assert len(problems_of(changed(("mode: download", "mode: steal")))) == 1
    assert len(problems_of(changed(("mode: view", "mode: veiw")))) == 1
    assert len(problems_of(changed(("    title: Gear drawings\n", "")))) == 1


def test_a_broken_record_still_counts_as_existing(changed, problems_of):
    (problem,) = problems_of(changed(("tier: 2", "tier: two")))
    assert problem.place == "vendors · V1 · tier"


def test_a_file_full_of_mistakes_is_cut_and_says_so(changed, problems_of):
    unknown = "".join(f"    k{number}: 1\n" for number in range(700))
    told = problems_of(changed(("    class: 3\n", unknown)))
    assert len(told) == 501
    assert any("more than 500 mistakes" in problem.words for problem in told)
