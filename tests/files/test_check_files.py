"""What a company writes in `workflows/checks/` counts instead of what is shipped; every mistake is told at once, in words."""

from pathlib import Path

import pytest

from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.checks.configured import letters
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.vocabulary import Profile
from bot.files.check_figures import FIGURES
from bot.files.check_policy import read_check_policy, shipped_policy
from bot.files.problems import BrokenFile
from bot.files.workflows import read_policy
from bot.files.yaml_text import read_yaml
from tests.files.test_workflow_files import policy as workflows_in

SHIPPED = Path(__file__).parents[2] / "workflows"


def written(folder: Path, *texts: str) -> CheckPolicy:
    """The figures of a company whose folder `checks` holds one file for each of these texts."""
    checks = folder / "checks"
    checks.mkdir(exist_ok=True)
    for number, text in enumerate(texts, 1):
        (checks / f"ours{number}.yml").write_text(text)
    return workflows_in(folder).checks


def mistakes(folder: Path, *texts: str) -> list[str]:
    with pytest.raises(BrokenFile) as broken:
        written(folder, *texts)
    return str(broken.value).splitlines()


class TestWhatIsShipped:
    def test_the_files_say_what_holds_without_them(self) -> None:
        assert read_policy(SHIPPED).checks == shipped_policy()

    def test_they_name_every_failure_every_figure_and_every_clause(self) -> None:
        said = [read_yaml(path).data for path in sorted((SHIPPED / "checks").glob("*.yml"))]
        profiles, limits = (next(one[section] for one in said if section in one) for section in ("profiles", "limits"))
        assert list(profiles) == [check.id for check in CATALOGUE if letters(check)]  # type: ignore[arg-type]
        assert {(check, key) for check, keys in limits.items() for key in keys} == {(one.check, one.key) for one in FIGURES}  # type: ignore[union-attr]
        clauses = {
            f"{catalogue} {clause}"
            for one in said
            for catalogue, checks in one.get("clauses", {}).items()  # type: ignore[union-attr]
            for found in checks.values()
            for clause in found
        }
        assert clauses == {clause for check in CATALOGUE for clause in check.clauses}

    def test_a_folder_without_checks_judges_by_what_is_shipped(self, tmp_path: Path) -> None:
        assert workflows_in(tmp_path).checks == shipped_policy()
        (tmp_path / "checks").mkdir()
        assert workflows_in(tmp_path).checks == shipped_policy()

    def test_the_figures_are_those_of_the_program(self) -> None:
        shipped = shipped_policy()
        assert all(getattr(shipped, figure.field) == getattr(AS_SHIPPED, figure.field) for figure in FIGURES)


class TestWhatACompanyChanges:
    def test_one_file_changes_nothing_but_what_it_names(self, tmp_path: Path) -> None:
        found = written(tmp_path, "limits: {ACC-04: {days: {C3: 60}}}")
        shipped = shipped_policy()
        assert found.access_days == (365, 180, 60, 30)
        assert found.protection_months == shipped.protection_months
        assert (found.profiles, found.clauses) == (shipped.profiles, shipped.clauses)
        assert found.version != shipped.version

    def test_a_letter(self, tmp_path: Path) -> None:
        found = written(tmp_path, "profiles:\n  NDA-04: F\n  VEN-01: {nobody active in our company owns it: V}")
        assert found.profile("NDA-04", Profile.V) is Profile.F
        assert (found.profile("VEN-01", Profile.W), found.profile("VEN-01", Profile.H)) == (Profile.V, Profile.H)

    def test_a_law_and_a_territory(self, tmp_path: Path) -> None:
        found = written(tmp_path, "formalities: {RO: [notary], DE: []}", "territories: {Alps: [CH, LI]}")
        assert (found.formalities["RO"], found.formalities["DE"], found.formalities["US"]) == (("notary",), (), ())
        assert (found.territory("CH"), "PL" in found.territory("DE")) == ({"CH", "LI"}, True)

    def test_a_catalogue_is_replaced_whole_where_it_stood(self, tmp_path: Path) -> None:
        found = written(tmp_path, "clauses: {ISA6: {VEN-01: [6.1.9, 6.2.1]}, House: {VEN-01: [§ 4]}}")
        assert found.clauses["VEN-01"] == ("27001 A.5.19", "TSC CC9.2", "ISA6 6.1.9", "ISA6 6.2.1", "House § 4")
        assert not any(clause.startswith("ISA6") for clause in found.clauses["ACC-01"])

    def test_a_comment_or_another_order_is_no_other_version(self, tmp_path: Path) -> None:
        first = written(tmp_path, "limits: {ACC-04: {days: {C3: 60}}, EXP-04: {days: 80}}")
        again = written(tmp_path, "# by counsel\nlimits:\n  EXP-04: {days: 80}\n  ACC-04:\n    days: {C3: 60}\n")
        assert first == again
        assert first.version != written(tmp_path, "limits: {EXP-04: {days: 80}}").version

    def test_what_is_said_as_it_is_shipped_is_no_other_version(self, tmp_path: Path) -> None:
        assert written(tmp_path, "profiles: {NDA-01: F}\nlimits: {EXP-04: {days: 90}}").version == shipped_policy().version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("profile: {NDA-01: F}", "profile  this key is not known here; did you mean profiles?"),
        ("profiles: {NDA-1: F}", "profiles · NDA-1  there is no such check; did you mean NDA-"),
        ("profiles: {NDA-01: X}", 'the text "X" is no letter of a profile; known are F, H, T, V, W'),
        ("profiles: {NDA-01: off}", "a check is never switched off; W is the mildest letter"),
        ("profiles: {NDA-01: }", "a check is never switched off; W is the mildest letter"),
        ("profiles: {NDA-01: false}", "a check is never switched off"),
        ("profiles: {PRV-01: V}", "this failure stops whatever the class and is never waived, so H stays; V is refused"),
        ("profiles: {VEN-01: {the vendor is not active: W}}", "never waived, so H stays"),
        ("profiles: {VEN-01: W}", "its failures count differently; write a letter for each you change, as in {the v"),
        ("profiles: {VEN-01: {nobody owns it: W}}", "VEN-01 knows no such failure; "),
        ("profiles: {NDA-04: {C3: W}}", "NDA-04 knows no such failure; write one letter, as in NDA-04: V"),
        ("profiles: {NDA-04: {waivable: true}}", "whether a failure may be waived follows from its letter: H is never waived"),
        ("profiles: {PRC-02: W}", "what PRC-02 finds means the same in every company; take the line out"),
        ("profiles: [NDA-01]", "profiles  must be keys with values, written {key: value}, not a list"),
        ("outcomes: [waiver, block]", "their order (na, pass, warn, waiver, block) and what a letter means are the same"),
        ("waivable: [PRV-01]", "H is never waived, every other one is; take this out"),
        ("limits: {ACC-4: {days: {C3: 60}}}", "no check of this name has limits; did you mean ACC-04?"),
        ("limits: {ACC-04: 60}", "must be keys with values, written {days: …}, not 60"),
        ("limits: {ACC-04: {day: {C3: 60}}}", "this key is not known here; did you mean days?"),
        ("limits: {ACC-04: {days: 60}}", "must be a number for each, written {C1: …, C2: …, C3: …, C4: …}, not 60"),
        ("limits: {ACC-04: {days: {C5: 60}}}", "C5  is not known here; known are C1, C2, C3, C4"),
        ("limits: {ACC-04: {days: {C3: sixty}}}", 'must be a whole number from 1 to 3660, not the text "sixty"'),
        ("limits: {ACC-04: {days: {C4: 0}}}", "must be a whole number from 1 to 3660, not 0"),
        ("limits: {EXP-04: {days: true}}", "must be a whole number from 1 to 3660, not true"),
        ("limits: {EXP-04: {days: 90.5}}", "must be a whole number from 1 to 3660, not 90.5"),
        ("limits: {ACC-04: {days: {C3: 200}}}", "C3 is 200 and must be no more than C2, which is 180: a higher class is never"),
        ("limits: {NDA-02: {months: {C4: 12}}}", "C4 is 12 and must be no less than C3, which is 36"),
        ("limits: {DDA-01: {months: {T1: 24}}}", "T2 is 18 and must be no less than T1, which is 24: a graver tier"),
        ("formalities: {UK: [signed_writing]}", 'the text "UK" is no country code of ISO 3166; did you mean GB?'),
        ("formalities: {ro: [notary]}", "did you mean RO?"),
        ("formalities: {RO: notary}", "must be a list of formalities, such as [written_form]; [] asks for none, not the text"),
        ("territories: {EU: [DE, PL, DE]}", "DE stands twice; keep one of them"),
        ("territories: {Alps: [CH, XY]}", 'the text "XY" is no country code of ISO 3166; write two capital letters, such as DE'),
        ("territories: {Alps: [CH, AT]}", "AT also belongs to EU; a country has one territory, so take it out of one"),
        ("clauses: {ISA6: {VEN-1: [6.1.1]}}", "there is no such check; did you mean VEN-"),
        ("clauses: {ISA6: {VEN-01: [6.1]}}", "must be a list of clauses in quotes where they look like numbers"),
        ("clauses: {ISA6: [6.1.1]}", "must be checks with their clauses, written {VEN-01: [6.1.1]}; {} names none"),
        ("clauses: [", "this is not YAML"),
    ],
)  # fmt: skip
def test_each_mistake_says_what_would_be_right_at_its_place(tmp_path: Path, text: str, words: str) -> None:
    (found,) = [line for line in mistakes(tmp_path, text) if words in line]
    assert found.startswith("checks/ours1.yml")


class TestMistakes:
    def test_all_are_told_at_once_with_those_of_the_workflows(self, tmp_path: Path) -> None:
        (tmp_path / "checks").mkdir()
        (tmp_path / "checks" / "ours1.yml").write_text("profiles:\n  PRV-01: V\nlimits:\n  ACC-04: {days: {C3: many}}\n")
        with pytest.raises(BrokenFile) as broken:
            workflows_in(tmp_path, more="rules:\n  - {name: Bad Name}\n")
        found = str(broken.value)
        assert "checks/ours1.yml:2  profiles · PRV-01" in found
        assert "checks/ours1.yml:4  limits · ACC-04 · days · C3" in found
        assert "more.yml" in found

    def test_what_two_files_say_is_told_with_the_place_of_the_first(self, tmp_path: Path) -> None:
        (found,) = mistakes(tmp_path, "profiles: {NDA-01: V}", "# later\nprofiles:\n  NDA-01: W\n")
        assert found == "checks/ours2.yml:3  profiles · NDA-01  this is said already in checks/ours1.yml:1; keep one of them"

    def test_a_file_of_another_ending_is_not_passed_over_in_silence(self, tmp_path: Path) -> None:
        (tmp_path / "checks").mkdir()
        (tmp_path / "checks" / "limits.yaml").write_text("limits: {}")
        assert mistakes(tmp_path) == ["checks/limits.yaml  a file here ends in .yml; rename it, or it is not read"]

    def test_no_failure_that_stops_at_every_class_can_be_made_milder(self, tmp_path: Path) -> None:
        for check in BY_ID.values():
            for words, letter in letters(check).items():
                if letter is Profile.H:
                    (tmp_path / "checks").mkdir(exist_ok=True)
                    wish = f"{{{words}: V}}" if words else "V"
                    (tmp_path / "checks" / "ours.yml").write_text(f"profiles: {{{check.id}: {wish}}}")
                    assert "so H stays" in str(read_check_policy(tmp_path).problems[0])
