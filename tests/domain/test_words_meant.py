"""Somebody names a vendor and some material by words; what may mean several, or is only near, is never guessed."""

import pytest

from bot.domain.words_meant import MOST_MEANT, MOST_WORDS, Meant, Reading, read_meant

VENDORS = [
    ("V01", "Brannwald Konstruktion GmbH"),
    ("V02", "Wislanka Soft Sp. z o.o."),
    ("V07", "Dnipro Signalworks"),
    ("V1", "Caf\u00e9 Volt"),
    ("V10", "Volt Tooling"),
    ("V11", "Volt Tooling Asia"),
]
ASSETS = [
    ("AST-001", "Perception training pipeline"),
    ("AST-002", "Cathode recipe K7"),
    ("AST-008", "Radar signal library"),
    ("AST-011", "Perception SDK"),
    ("AST-012", "Soft start of the inverter"),
]


def meant(words: str) -> Reading:
    return read_meant(words.split(), VENDORS, ASSETS)


@pytest.mark.parametrize(
    ("words", "vendor", "asset"),
    [
        ("Wislanka perception pipeline", "V02", "AST-001"),
        ("perception pipeline Wislanka", "V02", "AST-001"),
        ("perception WISLANKA pipeline", "V02", "AST-001"),
        ("v02 ast-001", "V02", "AST-001"),
        ("give Wislanka access to the perception pipeline", "V02", "AST-001"),
        ("wisl pipe", "V02", "AST-001"),
        ("Wislanka Soft Sp z o.o", "V02", None),
        ("wislanka", "V02", None),
        ("V1", "V1", None),
        ("CAFE\u0301 k7", "V1", "AST-002"),
        ("dnipro signal", "V07", "AST-008"),
        ("dnipro signalworks", "V07", None),
        ("volt tooling", "V10", None),
        ("volt tooling asia", "V11", None),
        ("wislanka soft inverter", "V02", "AST-012"),
    ],
)
def test_one_vendor_and_material_are_found_by_ids_names_and_parts_of_them(words: str, vendor: str, asset: str | None) -> None:
    assert meant(words) == Reading((Meant(vendor, asset),), is_sure=True)


def test_what_may_mean_several_is_given_back_as_several() -> None:
    assert meant("volt") == Reading((Meant("V1"), Meant("V10"), Meant("V11")))
    assert meant("wislanka perception") == Reading((Meant("V02", "AST-011"), Meant("V02", "AST-001")))


def test_a_word_that_is_off_is_answered_with_the_nearest_and_never_taken_for_it() -> None:
    assert meant("Wislnaka perception pipelnie") == Reading((Meant("V02", "AST-001"),), unknown=("Wislnaka", "pipelnie"))


def test_a_word_that_is_near_nothing_is_left_out_and_said() -> None:
    assert meant("wislanka pipeline xyzzy") == Reading((Meant("V02", "AST-001"),), unknown=("xyzzy",))
    assert meant("xyzzy") == Reading(unknown=("xyzzy",))


def test_no_more_words_are_mended_than_a_person_mistypes() -> None:
    typed = ["wislnaka", "precetpion", "trainnig", "pipelnie", "recpei"]
    assert read_meant(typed, VENDORS, ASSETS).unknown == tuple(typed)
    assert read_meant(typed, VENDORS, ASSETS).meant == (Meant("V02", "AST-001"),)


def test_words_that_nobody_says_together_are_answered_with_the_vendors_that_say_most_of_them() -> None:
    assert meant("wislanka dnipro") == Reading((Meant("V07"), Meant("V02")))
    assert meant("asia tooling wislanka") == Reading((Meant("V11"),))


def test_material_without_a_vendor_is_no_answer() -> None:
    assert meant("perception pipeline") == Reading(assets=("AST-001",))
    assert meant("the radar lbirary") == Reading(unknown=("lbirary",), assets=("AST-008",))


def test_words_between_names_are_read_where_there_are_no_others() -> None:
    assert read_meant(["on"], [("V1", "Volt on Wheels"), ("ON", "Other")], ASSETS) == Reading((Meant("ON"),), is_sure=True)
    assert read_meant(["on"], [("V1", "Volt on Wheels")], []) == Reading((Meant("V1"),), is_sure=True)


def test_nothing_typed_means_nothing() -> None:
    assert meant("") == Reading()


def test_however_much_is_typed_or_known_an_answer_ends() -> None:
    many = [(f"V{number}", f"Volt {number}") for number in range(3_000)]
    assert len(read_meant(["volt"], many, ASSETS).meant) == MOST_MEANT
    assert read_meant(["v01"] * MOST_WORDS, VENDORS, ASSETS).is_sure
    assert read_meant([*["v01"] * MOST_WORDS, "cathode"], VENDORS, ASSETS) == Reading((Meant("V01"),))
