"""The same company under another id and another spelling is found, whichever of its names is alike."""

from typing import Any

import pytest

from bot.domain.company_names import MOST_ALIKE, are_alike, company_key, find_alike
from bot.domain.register import LegalEntity, Vendor
from bot.domain.register_warnings import Looked, find_oddities
from bot.domain.same_companies import find_same
from bot.domain.vocabulary import VendorStatus
from tests.builders import TODAY, register, vendor, workflows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volt GmbH", "VOLT Sp. z o.o."),
        ("Müller & Söhne GmbH & Co. KG", "MULLER & SOHNE"),
        ("Mueller Tools GmbH", "Müller Tools"),
        ("ŠKODA Works, a.s.", "Skoda Works s.r.o."),
        ("Brannwald Konstruktion GmbH", "Branwald Konstruktion"),
        ("Konstruktion Brannwald", "Brannwald Konstruktion AG"),
        ("O'Brien Ltd.", "O’Brien Limited"),  # noqa: RUF001
        ("ACME Inc.", "Acme, Incorporated"),
        ("株式会社山田工業", "山田工業"),
        ("Nordlys A/S", "NORDLYS"),
        ("\u041e\u041e\u041e «Ромашка»", "РОМАШКА"),
        ("Nord-Lys Design AB", "Nord Lys Design"),
        ("Foo Gesellschaft mit beschränkter Haftung", "Foo GmbH"),
    ],
)
def test_names_of_one_company(one: str, other: str) -> None:
    assert are_alike(company_key(one), company_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volt GmbH", "Bolt GmbH"),
        ("Alder Tools", "Birch Tools"),
        ("North Design AG", "South Design AG"),
        ("Dnipro Software", "Lviv Software"),
        ("AB", "AG"),
    ],
)
def test_names_of_two_companies(one: str, other: str) -> None:
    assert not are_alike(company_key(one), company_key(other))


def test_a_name_of_nothing_but_a_legal_form_is_kept() -> None:
    assert company_key("Company Limited") == "company limited"


def test_a_word_that_very_many_share_is_looked_at_for_the_first_of_them_alone() -> None:
    names = {f"V{number}": frozenset({f"{chr(97 + number % 26)}{number * 7919 % 1000:03d} industrie"}) for number in range(300)}
    assert len(list(find_alike(names))) < MOST_ALIKE**2


def other(**more: Any) -> Vendor:
    company = LegalEntity("V2-A", more.pop("company", "Birch Ltd"), "GB")
    return vendor(**({"id": "V2", "name": "Birch Tools", "entities": (company,)} | more))


def said(*vendors: Vendor) -> list[tuple[str, str]]:
    return [(found.id, words) for found, words in find_same(vendors)]


class TestVendors:
    def test_a_vendor_that_leaves_and_stands_again_is_told_with_both_names(self) -> None:
        ((name, words),) = said(vendor(status=VendorStatus.OFFBOARDING), other(name="VOLT AG"))

        assert name == "V2"
        assert words.startswith(
            "VOLT AG (V2) may be the same company as Volt GmbH (V1), which is offboarding; if it is, keep one"
        )

    def test_the_one_that_stays_is_told_of_in_whatever_order_they_stand(self) -> None:
        ((name, _),) = said(vendor(), other(name="VOLT AG", status=VendorStatus.TERMINATED))

        assert name == "V1"

    def test_a_company_of_another_vendor_is_found_by_its_registered_name(self) -> None:
        assert [name for name, _ in said(vendor(), other(company="Volt Sp. z o. o."))] == ["V2"]

    def test_companies_of_one_vendor_may_be_called_alike(self) -> None:
        assert said(vendor()) == []
        assert said(vendor(), other()) == []

    def test_the_registers_check_tells_of_it_once(self) -> None:
        twins = register(vendors=(vendor(), other(name="Volt", company="VOLT SA")))
        found = find_oddities(Looked(twins, workflows(), frozenset(), TODAY))

        assert [(one.section, one.record, one.field) for one in found][:1] == [("vendors", "V2", "name")]
        assert len([one for one in found if one.field == "name"]) == 1
