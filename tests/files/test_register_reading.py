"""What a register file says becomes the stored register, and what it does not say stays unknown."""

import re
from datetime import date, timedelta

import pytest

from bot.domain.drafts import Item
from bot.domain.register import Consent, NdaTerms, ThirdParty
from bot.domain.vocabulary import GrantState, Mode, Role
from bot.files.register import read_register


def test_the_demo_register_is_clean(demo):
    assert demo.organisation_name == "Aldermoor Mobility"
    assert (len(demo.register.vendors), len(demo.register.assets), len(demo.register.agreements)) == (12, 12, 25)
    assert len(demo.scripts) == 16


def test_norway_stays_norway(small):
    assert small.register.assets[0].limits.allowed_countries == ("DE", "NO")
    assert small.register.people[0].work_country == "NO"


def test_a_fact_that_nobody_recorded_is_unknown_and_not_refused(small):
    recipe, birch, lee = small.register.assets[1], small.register.vendors[1], small.register.people[1]
    assert (recipe.owner_entity, recipe.data_owner, recipe.limits.allowed_countries) == (None, None, None)
    assert (birch.tier, birch.clearance, birch.status, birch.screening, birch.competitors_served) == (None,) * 5
    assert (lee.work_country, lee.status, lee.undertaking_signed_on, lee.training) == (None,) * 4


def test_an_absent_class_is_unknown(changed):
    assert read_register(changed(("class: 4, project", "project"))).register.assets[1].asset_class is None


def test_an_empty_list_is_a_fact(changed):
    file = read_register(changed(("tier: 2", "competitors_served: []")))
    assert file.register.vendors[0].competitors_served == ()


def test_null_is_the_same_as_absent_where_there_is_a_default(changed):
    file = read_register(changed(("owner: u-bo", "owner: null, ethical_wall: null, subcontractors: null")))
    assert (file.register.vendors[0].ethical_wall, file.register.vendors[0].subcontractors) == (False, ())


def test_a_section_without_entries_is_empty(changed):
    text = changed(("  - {vendor: V1, completed: 2026-05-01, conclusion: ok}\n", ""))
    assert read_register(text).register.assessments == ()


def test_null_expiry_is_evergreen_and_null_months_are_perpetual(changed):
    nda = read_register(changed(("expires: 2027-12-31", "expires: null"), ("months: 60", "months: null"))).register.agreements[0]
    assert nda.expires_on is None
    assert nda.nda is not None
    assert nda.nda.survival is not None
    assert nda.nda.survival.months is None


def test_an_nda_has_nda_terms_and_a_contract_has_work_terms(small):
    nda, msa = small.register.agreements
    assert isinstance(nda.nda, NdaTerms)
    assert (nda.nda.projects, nda.nda.covers_affiliates, nda.nda.residuals_clause) == (("PRJ-1",), True, None)
    assert (nda.work, msa.nda) == (None, None)
    assert msa.work is not None
    assert msa.work.assignment is not None
    assert (msa.work.assignment.law, msa.work.assignment.formalities_met, msa.work.oss_terms) == ("NO", None, None)


@pytest.mark.parametrize("written", ["'*'", "['*']"])
def test_a_star_stands_for_all_projects(written, changed):
    nda = read_register(changed(("projects: [PRJ-1]", f"projects: {written}"))).register.agreements[0].nda
    assert nda is not None
    assert nda.projects == ("*",)


def test_approved_subcontractors_are_stored_under_their_longer_name(changed):
    text = changed(("recipients: employees", "recipients: approved_subcontractors"))
    nda = read_register(text).register.agreements[0].nda
    assert nda is not None
    assert nda.permitted_recipients == "plus_approved_subcontractors"


def test_a_grant_of_two_assets_is_two_grants(small, demo):
    assert [(grant.id, grant.asset) for grant in small.register.grants] == [("GRT-1/1", "AST-1"), ("GRT-1/2", "AST-2")]
    assert demo.register.grants[0].id == "GRT-101/1"


def test_access_whose_end_is_near_is_active_by_whatever_name(changed):
    register = read_register(changed(("end: 2026-12-03, state: active", "end: 2026-12-03, state: expiring"))).register
    assert {grant.state for grant in register.grants} == {GrantState.ACTIVE}


def test_a_request_has_one_item_per_asset(small):
    assert small.scripts[0].draft.items == (Item("AST-1", Mode.DOWNLOAD), Item("AST-2", Mode.DOWNLOAD))
    assert (small.scripts[0].expect, small.scripts[0].overall) == ({"NDA-01": "pass"}, "pass")


def test_consents_are_vendors_with_or_without_an_end(changed):
    text = changed(("certs: []", "third_party_owner: Fjord AS\n    consented_vendors: [V1, {vendor: V2, until: 2027-01-01}]"))
    assert read_register(text).register.assets[0].third_party == ThirdParty(
        "Fjord AS", (Consent("V1"), Consent("V2", date(2027, 1, 1)))
    )


@pytest.mark.parametrize(("written", "stored"), [("true", "ordinary"), ("false", "none"), ("special", "special")])
def test_personal_data_has_three_answers(written, stored, changed):
    assert read_register(changed(("certs: []", f"personal_data: {written}"))).register.assets[0].personal_data == stored


def test_a_member_is_active_and_cannot_decide_until_bound_to_slack(small):
    ada = small.register.member("u-ada")
    assert ada is not None
    assert ada.holds(Role.DATA_OWNER)
    assert ada.active
    assert not ada.can_decide


def test_a_waiver_lasts_its_longest_and_not_a_day_more(changed):
    text = changed(("start: 2026-11-01", "start: 2026-10-03"))
    assert read_register(text).register.waivers[0].starts_on == date(2026, 10, 3)


def test_one_approver_is_enough_below_class_3(changed):
    text = changed(("class: 3", "class: 2"), ("[u-ada, u-bo]", "[u-ada]"))
    assert read_register(text).register.waivers[0].approved_by == ("u-ada",)


def test_a_paper_may_end_on_the_day_it_begins(changed):
    nda = read_register(changed(("expires: 2027-12-31", "expires: 2025-01-01"))).register.agreements[0]
    assert nda.expires_on == nda.effective_on


def test_a_file_that_shifts_moves_every_date_by_the_same_days(demo):
    moved = demo.at(date(2028, 3, 1))
    by = date(2028, 3, 1) - demo.as_of
    assert moved.as_of == date(2028, 3, 1)
    assert [after - before for before, after in zip(_days(demo), _days(moved), strict=True)] == [by] * len(_days(demo))
    assert len(_days(demo)) > 150


def test_shifting_there_and_back_changes_nothing(demo):
    assert demo.at(demo.as_of + timedelta(days=400)).at(demo.as_of) == demo


def test_a_fixed_file_stays_as_it_is(small):
    assert small.at(date(2030, 1, 1)) is small


def _days(value):
    """Every date in a printed value, found by its print alone."""
    return [date(*map(int, found)) for found in re.findall(r"datetime\.date\((\d+), (\d+), (\d+)\)", repr(value))]
