"""A preview for people, worst first and with the route, and for programs, whole."""

from dataclasses import replace

import pytest

from bot.application.requests.preview import Preview, preview_request
from bot.console.previews import as_json, print_preview
from bot.domain.vocabulary import PersonStatus, Role
from tests.builders import TODAY, draft, member, members, person, register, register_at, rule, stage, vendor, workflows

NAMES = {one.id: one.name for one in members()}
Captured = pytest.CaptureFixture[str]


def sound() -> Preview:
    return preview_request(workflows(), register(), draft(), TODAY)


def stopped() -> Preview:
    return preview_request(workflows(), register(people=(person(status=PersonStatus.LEFT),)), draft(), TODAY)


def printed(preview: Preview, capsys: Captured) -> list[str]:
    print_preview("R1 a case", preview, NAMES)
    return capsys.readouterr().out.splitlines()


class TestForPeople:
    def test_the_title_is_followed_by_what_stops_it_and_the_remedy(self, capsys: Captured) -> None:
        title, reason, remedy, *_ = printed(stopped(), capsys)

        assert title == "R1 a case  Stops"
        assert reason.startswith("  Stops  Ewa Engineer")
        assert reason.endswith("PPL-05")
        assert remedy.startswith("    → ")

    def test_what_is_fine_is_counted_and_not_listed(self, capsys: Captured) -> None:
        said = printed(sound(), capsys)

        assert not any("VEN-01" in line for line in said)
        assert said[1].endswith(" checks run; would go to")

    def test_the_route_is_a_stage_a_line_with_who_could_decide_as_what(self, capsys: Captured) -> None:
        assert printed(sound(), capsys)[2:] == [
            "  1 · engineering manager: Mo",
            "  2 · data owner: Dan · IP counsel: Ivy · each of these seats",
            "  3 · security officer: Sol",
        ]

    def test_a_stage_that_asks_for_a_number_of_people_says_so(self, capsys: Captured) -> None:
        two = rule(stage("two", Role.DATA_OWNER, Role.IP_COUNSEL, quantifier=2))
        preview = preview_request(workflows(two), register(), draft(), TODAY)

        assert printed(preview, capsys)[-1] == "  1 · data owner: Dan · IP counsel: Ivy · 2 different people"

    def test_people_who_could_fill_the_same_seat_are_alternatives(self, capsys: Captured) -> None:
        two = members(member("max", Role.ENGINEERING_MANAGER))
        preview = preview_request(workflows(), register(members=two), draft(), TODAY)

        assert "  1 · engineering manager: max or Mo" in printed(preview, capsys)

    def test_a_seat_that_nobody_holds_stops_it_and_is_named(self, capsys: Captured) -> None:
        lonely = preview_request(workflows(rule(stage("patents", Role.PATENT_COUNSEL))), register(), draft(), TODAY)

        lines = printed(lonely, capsys)
        assert any(line.startswith("  Stops  nobody can decide as patent counsel") for line in lines)
        assert lines[-1] == "  1 · patent counsel: nobody"

    def test_public_material_goes_to_nobody(self, capsys: Captured) -> None:
        preview = preview_request(workflows(), register_at(0), draft(), TODAY)

        assert printed(preview, capsys)[-1].endswith("0 checks run; would go to nobody, it is public")

    def test_what_nobody_knows_is_said_once(self, capsys: Captured) -> None:
        preview = preview_request(workflows(), register(vendors=(vendor(status=None),)), draft(), TODAY)

        assert "  We don't know yet  whether Volt GmbH is active.  VEN-01" in printed(preview, capsys)

    def test_brackets_of_others_are_printed_and_not_obeyed(self, capsys: Captured) -> None:
        results = tuple(replace(result, message="[red]alarm[/red]", remedy="[b]now[/b]") for result in stopped().results)

        out = "\n".join(printed(replace(stopped(), results=results), capsys))

        assert "[red]alarm[/red]" in out
        assert "[b]now[/b]" in out


class TestForPrograms:
    def test_there_is_a_row_for_each_check_item_and_person_what_does_not_apply_included(self) -> None:
        preview = stopped()

        found = as_json("R1", preview)

        assert len(found["checks"]) == len(preview.results)
        assert {"na", "pass", "block"} <= {row["outcome"] for row in found["checks"]}
        (row,) = [row for row in found["checks"] if row["id"] == "PPL-05"]
        assert (row["item"], row["person"], row["effect"]) == ("A1", "E1", "block")
        assert set(row) >= {"id", "outcome", "effect", "item", "person", "message", "remedy"}

    def test_the_route_names_stages_quantifiers_seats_and_approvers(self) -> None:
        assert as_json("R1", sound())["route"][0] == {
            "stage": "need",
            "quantifier": "any",
            "seats": [{"seat": "engineering_manager", "approvers": ["mo"]}],
        }

    def test_the_whole_says_which_request_and_the_worst_outcome(self) -> None:
        found = as_json("R1", stopped())

        assert (found["request"], found["overall"]) == ("R1", "block")
