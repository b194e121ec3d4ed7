"""Ids that fit a button, names that somebody can read, and texts without anything hidden in them."""

import unicodedata

import pytest

from bot.files.register import read_register
from tests.files.conftest import Changed, Problems

ADA = "{id: u-ada, name: Ada Holm, roles: [data_owner]}"


class TestIds:
    @pytest.mark.parametrize("written", ["V 1", "Ü1", "V~1", "-V1", "V:1", '"V1\\n"', "V/1", '"V\\u200b1"', "\uff361"])
    def test_an_id_that_no_button_carries_is_refused(self, changed: Changed, problems_of: Problems, written: str) -> None:
        text = changed(("  - {id: V2, name: Birch", f"  - {{id: {written}, name: Birch"), ("vendor: V2", f"vendor: {written}"))
        (problem, *_) = problems_of(text)
        assert problem.place.endswith("id")

    def test_the_words_say_what_would_do(self, changed: Changed, problems_of: Problems) -> None:
        text = changed(("  - {id: V2, name: Birch", "  - {id: Fjörd 2, name: Birch"), ("vendor: V2", "vendor: Fjörd 2"))
        (problem,) = problems_of(text)
        assert problem.words == (
            'the text "Fjörd 2" cannot be an id: write letters from A to Z, digits, hyphens, dots and underscores, 60 at most; '
            "fjord-2 would do"
        )

    @pytest.mark.parametrize("length", [61, 151])
    def test_an_id_that_is_too_long_is_refused(self, changed: Changed, problems_of: Problems, length: int) -> None:
        (problem,) = problems_of(
            changed(("id: PRJ-1,", f"id: {'P' * length},"), ("    project: PRJ-1", f"    project: {'P' * length}"))
        )[:1]
        assert f"an id of {length} characters does not fit a button; write 60 at most" in problem.words

    def test_sixty_characters_are_an_id(self, changed: Changed) -> None:
        assert read_register(changed(("id: FND-1", f"id: {'F' * 60}"))).register.findings[0].id == "F" * 60

    def test_a_request_from_elsewhere_is_called_as_it_is_called_there(self, changed: Changed, problems_of: Problems) -> None:
        assert read_register(changed(("request: R-0", "request: 'our own: 7'"))).register.grants[0].request == "our own: 7"
        (problem,) = problems_of(changed(("request: R-0", f"request: {'R' * 101}")))
        assert "100 characters at most" in problem.words

    def test_a_reference_in_another_form_of_the_same_letters_is_the_same(self, changed: Changed, problems_of: Problems) -> None:
        composed = unicodedata.normalize("NFC", "V-CAFÉ")
        apart = unicodedata.normalize("NFD", composed)
        (problem,) = problems_of(
            changed(("  - {id: V2, name: Birch", f"  - {{id: {composed}, name: Birch"), ("vendor: V2", f"vendor: {apart}"))
        )
        assert "V-CAFE would do" in problem.words

    def test_names_are_kept_in_one_form(self, changed: Changed) -> None:
        apart = unicodedata.normalize("NFD", "Zoë Müller")
        assert read_register(changed(("name: Ada Holm", f"name: {apart}"))).register.members[0].name == "Zoë Müller"


class TestSlackIds:
    @pytest.mark.parametrize("written", ['"U012AB3CD\\n"', "u012ab3cd", "C012AB3CD", "U-1", '"U 1"', "U", '"UÄB1"'])
    def test_what_is_no_member_id_is_refused(self, changed: Changed, problems_of: Problems, written: str) -> None:
        (problem,) = problems_of(changed((ADA, ADA.replace("roles:", f"slack_id: {written}, roles:"))))
        assert problem.place.endswith("slack_id")
        assert "no Slack member id" in problem.words

    def test_one_as_slack_shows_it_is_taken(self, changed: Changed) -> None:
        text = changed((ADA, ADA.replace("roles:", "slack_id: U012AB3CD, roles:")))
        assert read_register(text).register.members[0].slack_id == "U012AB3CD"


class TestNames:
    @pytest.mark.parametrize(
        "written", ['" "', '"\\u200b"', '"\\u2060\\ufeff"', '"\\u3164"', '"\\u2800"', '"\\u200d"', '"\\u00a0"', '"\\u3000"']
    )
    def test_a_name_that_shows_nothing_is_refused(self, changed: Changed, problems_of: Problems, written: str) -> None:
        (problem,) = problems_of(changed(("name: Ada Holm", f"name: {written}")))
        assert problem.place.endswith("name")
        assert "hidden character" in problem.words or "nothing but blanks" in problem.words

    @pytest.mark.parametrize("hidden", ["\\u202e", "\\u2066", "\\u200f", "\\u00ad", "\\ufeff", "\\u200b", "\\ue000"])
    @pytest.mark.parametrize("place", ["name: Ada Holm", "title: Gear box", "title: Late list", "name: Birch Ltd"])
    def test_nothing_hidden_stands_in_any_text(self, changed: Changed, problems_of: Problems, hidden: str, place: str) -> None:
        key, _, text = place.partition(": ")
        (problem,) = problems_of(changed((place, f'{key}: "{text}{hidden}x"')))
        assert f"the hidden character U+{hidden[2:].upper()}" in problem.words

    def test_a_name_stands_in_one_line(self, changed: Changed, problems_of: Problems) -> None:
        (problem,) = problems_of(changed(("name: Ada Holm", 'name: "Ada\\nHolm"')))
        assert "more than one line" in problem.words

    def test_letters_of_all_scripts_are_names(self, changed: Changed) -> None:
        for name in ("İpek Şahin", "\u041e\u041e\u041e «Ромашка»", "\u0645\u06cc\u200c\u062e\u0648", "株式会社", "Söhne"):
            assert read_register(changed(("name: Ada Holm", f'name: "{name}"'))).register.members[0].name == name


class TestUnquotedWords:
    @pytest.mark.parametrize("written", ["Null", "null", "~", "NULL", ""])
    def test_a_word_that_means_nothing_is_told_to_be_quoted(self, changed: Changed, problems_of: Problems, written: str) -> None:
        (problem,) = problems_of(changed(("title: Gear box", f"title: {written}")))
        assert problem.place.endswith("title")
        assert "in quotes" in problem.words

    @pytest.mark.parametrize("written", ["2024", "true", "1.5", "0x10", "1e3"])
    @pytest.mark.parametrize("place", ["title: Gear box", "name: Ada Holm", "name: Tarnfeld Works", "id: FND-1"])
    def test_a_number_or_a_truth_is_no_text(self, changed: Changed, problems_of: Problems, written: str, place: str) -> None:
        key = place.partition(":")[0]
        old = f"  {place}\n  entities" if "Tarnfeld" in place else place
        new = f"  {key}: {written}\n  entities" if "Tarnfeld" in place else f"{key}: {written}"
        (problem,) = problems_of(changed((old, new)))
        assert "in quotes" in problem.words

    @pytest.mark.parametrize("written", ["No", "Yes", "On", "2024-01-01", "'2024'", "'Null'"])
    def test_a_word_that_means_itself_is_text(self, changed: Changed, written: str) -> None:
        found = read_register(changed(("title: Gear box", f"title: {written}"))).register.projects[0]
        assert found.title == written.strip("'")
