"""What people type at a Data Center, in wiki text, is said as they read it there: no sign shows, and no word vanishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.wiki_text import comment_of, description_of
from bot.jira.wiki_words import plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("*bold* and _soft_ and -gone- and +new+", "bold and soft and gone and new"),
        ("^up^ and ~down~ and ??cited??", "up and down and cited"),
        ("_*both*_, *_both_*", "both, both"),
        ("a*b*c, 2 * 3 * 4, snake_case_name, 2027-02-14, a - b - c", "a*b*c, 2 * 3 * 4, snake_case_name, 2027-02-14, a - b - c"),
        ("see {{rm -rf *}} there", "see rm -rf * there"),
        ("h1. Found", "Found"),
        ("h3. *Loud*", "Loud"),
        ("bq. They said so.", "> They said so."),
        ("{quote}One\nTwo{quote}", "> One\n> Two"),
        ("before {quote}in it{quote} after", "before\n> in it\n after"),
        ("[~marten] asks [~accountid:5b1] too", "@marten asks @5b1 too"),
        ("[the report|https://x.example/a_b_c?d=*e*] is here", "the report (https://x.example/a_b_c?d=*e*) is here"),
        ("[*the* report|https://x.example|A tip]", "the report (https://x.example)"),
        ("[https://x.example/a_b_c]", "https://x.example/a_b_c"),
        ("[https://x.example|https://x.example]", "https://x.example"),
        ("https://x.example/_a_/*b*", "https://x.example/_a_/*b*"),
        ("[mail|mailto:ewa@volt.example]", "mail (mailto:ewa@volt.example)"),
        ("[^logs_2026.zip] and !photo_of_door.png|thumbnail!", "[file: logs_2026.zip] and [file: photo_of_door.png]"),
        ("[NDA-1] {first} (ok!) wow!", "[NDA-1] {first} (ok!) wow!"),
        ("* one\n** two\n*** three\n* four", "• one\n  • two\n    • three\n• four"),
        ("# one\n# two\n## deeper\n# three\n\n# anew", "1. one\n2. two\n  1. deeper\n3. three\n\n1. anew"),
        ("- one\n- two", "• one\n• two"),
        ("||Who||When||\n|Ewa|*today*|\n|[~jan]|[here|https://x.example]|", "Who | When\nEwa | today\n@jan | here (https://x.example)"),
        ("{code:python}\nx = {'a': 1}  # *no* _sign_\n{code}", "x = {'a': 1}  # *no* _sign_"),
        ("So:{code}a\nb{code}then", "So:\na\nb\nthen"),
        ("{noformat}* [~x] {color}{noformat}", "* [~x] {color}"),
        ("{panel:title=Careful|borderStyle=dashed}Do *not*.{panel}", "Careful\nDo not."),
        ("{warning}Do not.{warning}", "Do not."),
        ("{color:red}red{color} {color:#00ff00}*green*{color}", "red green"),
        ("a\n----\nb", "a\n---\nb"),
        ("one\\\\two", "one\ntwo"),
        (r"\*not bold\* \{code\} \[x\]", "*not bold* {code} [x]"),
        (r"C:\temp\new", r"C:\temp\new"),
        ("a &lt; b &amp; c &#92; d & e", "a < b & c \\ d & e"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("{code}never closed *b*", "{code}never closed b"),
        (None, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_it_is_said_as_people_read_it(typed: str | None, said: str) -> None:
    assert plain(typed) == said


@given(st.text(max_size=300))
def test_whatever_somebody_types_is_read_and_nothing_stays_set_aside(typed: str) -> None:
    assert not {"\ue000", "\ue001"} & set(plain(typed))


@given(st.text(alphabet="ab *_-+^~?{}[]|!\\&#;.1h\n", max_size=60))
def test_every_word_is_still_there(typed: str) -> None:
    kept = plain(" ".join(typed.split("\n")) + " lastword")
    assert "lastword" in kept


@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Co")), min_size=1, max_size=80))
def test_what_the_bot_writes_is_read_as_it_was_meant(words: str) -> None:
    key = " ".join(f"k{words}".split())
    assert plain(description_of([("Why", words)], key=key)).endswith(f"Key\n\n{key}")
    assert plain(comment_of("", marker=key)) == f"[{key}]"


@pytest.mark.parametrize("sign", "*_-+^~?!|[{\\#")
@pytest.mark.timeout(10)
def test_a_long_run_of_signs_is_read_in_a_moment(sign: str) -> None:
    """Each with each would take minutes."""
    assert "a" not in plain(sign * 32_000)
    assert plain(f"{sign}a " * 10_000).count("a") == 10_000
