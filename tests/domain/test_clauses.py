"""Clauses as people read them: the name of the standard or law, once, with all that is meant of it."""

import pytest

from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.clauses import STANDARDS, written_out


def test_a_short_form_is_written_out() -> None:
    assert written_out(["27001 A.5.19"]) == ("ISO/IEC 27001:2022, Annex A 5.19",)


def test_clauses_of_one_standard_are_told_together_in_the_order_of_the_first() -> None:
    told = written_out(["27001 A.5.19", "TSC CC9.2", "27001 A.5.22", "27001 A.5.31"])

    assert told == ("ISO/IEC 27001:2022, Annex A 5.19, 5.22 and 5.31", "SOC 2 trust services criteria, CC9.2")


def test_several_articles_are_articles() -> None:
    assert written_out(["GDPR 28(2)", "GDPR 28(4)"]) == (
        "General Data Protection Regulation (EU) 2016/679, Articles 28(2) and 28(4)",
    )


def test_what_has_no_short_form_stays_as_it_is() -> None:
    assert written_out(["our own practice", "TSD recital 16"]) == (
        "our own practice",
        "Directive (EU) 2016/943 on trade secrets, recital 16",
    )
    assert written_out([]) == ()


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
def test_no_check_shows_a_short_form(check: Check) -> None:
    told = written_out(check.clauses)

    assert told
    assert [line for line in told if line.startswith(tuple(STANDARDS)) and line not in STANDARDS.values()] == []
