"""What is understood of what people type and paste."""

from datetime import date

import pytest

from bot.domain.typed_words import as_typed, day_typed, known_as, nearest, request_ids, without_command, words_typed

WANTED = ["status", "REQ-2026-0012"]


@pytest.mark.parametrize(
    "pasted",
    [
        "status REQ-2026-0012",
        "*status* `REQ-2026-0012`",
        "_status_ ~REQ-2026-0012~",
        "```status REQ-2026-0012```",
        "\u201cstatus REQ-2026-0012\u201d",
        "\u201estatus\u201c \u00abREQ-2026-0012\u00bb",
        "'status' \u2018REQ-2026-0012\u2019",
        "status\u00a0REQ-2026-0012",
        "\u200bstatus\u202f\ufeffREQ-2026-0012\u2060",
        "status REQ\u20132026\u20130012",
        "status REQ\u20112026\u20110012",
        "status REQ\u20142026\u22120012.",
        "status, (REQ-2026-0012)!",
        "status:\nREQ-2026-0012\u2026",
        "status \u2013 REQ-2026-0012",
        "status &lt;REQ-2026-0012&gt;",
        "status <http://REQ-2026-0012|REQ-2026-0012>",
        "status [REQ-2026-0012](https://tracker.test/browse/1)",
        "<@U012AB3CD> status REQ-2026-0012",
        "<@U012AB3CD|ringfence> status REQ-2026-0012",
        "status \uff32\uff25\uff31-\uff12\uff10\uff12\uff16-\uff10\uff10\uff11\uff12",
    ],
)
def test_what_is_pasted_around_words_is_no_part_of_them(pasted: str) -> None:
    assert words_typed(pasted) == WANTED


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("<https://tracker.test/browse/IPA-1?x=1|https://tracker.test/browse/IPA-1>", ["IPA-1"]),
        ("<https://tracker.test/browse/IPA-1/>", ["IPA-1"]),
        ("<mailto:ana@volt.test|ana@volt.test>", ["ana@volt.test"]),
        ("<mailto:ana@volt.test>", ["ana@volt.test"]),
        ("<#C1|ip-requests>", ["ip-requests"]),
        ("audit:V08:for_cause:INC-7", ["audit:V08:for_cause:INC-7"]),
        ("* _ ` \u2013 . /", []),
        ("", []),
    ],
)
def test_links_that_slack_makes_are_what_stood_there(pasted: str, words: list[str]) -> None:
    assert words_typed(pasted) == words


def test_an_argument_may_hold_a_blank() -> None:
    assert as_typed(" `V\u00a001`. ") == "V 01"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("REQ-2026-0012", ("REQ-2026-0012",)),
        ("req-2026-12", ("REQ-2026-0012",)),
        ("REQ 2026 0012", ("REQ-2026-0012",)),
        ("2026-0012", ("REQ-2026-0012",)),
        ("12", ("REQ-2027-0012", "REQ-2026-0012")),
        ("#12", ("REQ-2027-0012", "REQ-2026-0012")),
        ("request 12", ("REQ-2027-0012", "REQ-2026-0012")),
        ("REQ-12345", ("REQ-2027-12345", "REQ-2026-12345")),
        ("NDA-V02", ()),
        ("", ()),
    ],
)
def test_a_request_is_meant_by_its_number_alone(text: str, ids: tuple[str, ...]) -> None:
    assert request_ids(text, 2027) == ids


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03",
        "2026\u201311\u201303",
        "`2026-11-3`.",
        "2026/11/3",
        "2026.11.03",
        "3 Nov 2026",
        "3. november 2026",
        "03.11.2026",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_typed(text) == date(2026, 11, 3)


@pytest.mark.parametrize("text", ["", "Monday", "2026-13-01", "31 Feb 2026", "3 Foo 2026", "11/3/2026", "99.99.2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_typed(text) is None


@pytest.mark.parametrize(
    ("typed", "known", "found"),
    [
        ("nda\u2013v02.", ["NDA-V01", "NDA-V02"], "NDA-V02"),
        ("NDA-V02B", ["nda-V02b"], "nda-V02b"),
        ("cafe\u0301-1", ["CAFÉ-1"], "CAFÉ-1"),
        ("a1", ["a1", "A1"], "a1"),
        ("\u00e41", ["A1", "a1"], None),
        ("NDA-V03", ["NDA-V02"], None),
    ],
)
def test_an_id_is_found_in_any_case_and_dress_unless_two_could_be_meant(typed: str, known: list[str], found: str | None) -> None:
    assert known_as(typed, known) == found


def test_the_nearest_word_is_named_whatever_its_case() -> None:
    assert nearest("STAUTS", ["mine", "status", "help"]) == "status"
    assert nearest("xyzzy", ["mine", "status"]) is None
    assert nearest("anything", []) is None


@pytest.mark.parametrize("pasted", ["/ip-request status 12", "ip-request status 12", "status 12"])
def test_the_command_itself_may_be_pasted_too(pasted: str) -> None:
    assert without_command(words_typed(pasted), "/ip-request") == ["status", "12"]
    assert without_command([], "/ip-request") == []
