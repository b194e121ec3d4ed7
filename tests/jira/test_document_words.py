"""What people write in Jira Cloud is said as they read it there: every kind of node in words, and none vanishes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.document_words import plain
from bot.local.jira.fields import NODES


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": kind}
    if attrs:
        found["attrs"] = attrs
    if content:
        found["content"] = [text(one) if isinstance(one, str) else one for one in content]
    return found


def text(words: str, **link: str) -> dict[str, Any]:
    marks = [{"type": "link", "attrs": link}] if link else [{"type": "strong"}]
    return {"type": "text", "text": words, "marks": marks}


def p(*content: Any) -> dict[str, Any]:
    return node("paragraph", *content)


def doc(*content: Any) -> dict[str, Any]:
    return {"version": 1, **node("doc", *content)}


CASES = {
    "a mention": (p("Ask ", node("mention", id="5b1", text="@Ewa Nowak"), " today"), "Ask @Ewa Nowak today"),
    "a mention without its name": (p(node("mention", id="5b1", text="")), "@5b1"),
    "a date": (p("By ", node("date", timestamp="1795651200000"), "."), "By 26 Nov 2026."),
    "a date that is none": (p(node("date", timestamp="soon")), "[date soon]"),
    "an emoji": (
        p("Fine ", node("emoji", shortName=":tada:", text="🎉"), node("emoji", shortName=":custom:")),
        "Fine 🎉:custom:",
    ),
    "a status": (p(node("status", text="IN REVIEW", color="blue"), " since Monday"), "IN REVIEW since Monday"),
    "a card": (p("See ", node("inlineCard", url="https://x.example/1"), " first"), "See https://x.example/1 first"),
    "a card by its data": (node("blockCard", data={"@type": "Document", "url": "https://x.example/2"}), "https://x.example/2"),
    "a card of nothing": (node("blockCard", datasource={"id": "1"}), "[card]"),
    "an embedded card": (node("embedCard", url="https://x.example/3", layout="wide"), "https://x.example/3"),
    "a link whose address is hidden": (p(text("the report", href="https://x.example/r")), "the report (https://x.example/r)"),
    "a link that shows its address": (p(text("https://x.example/", href="https://x.example")), "https://x.example/"),
    "a hard break": (p("one", node("hardBreak"), "two"), "one\ntwo"),
    "paragraphs": (doc(p("one"), p("two")), "one\ntwo"),
    "a heading": (doc(node("heading", "Found", level=2), p("Nothing.")), "Found\nNothing."),
    "bullets": (
        node(
            "bulletList", node("listItem", p("one"), node("bulletList", node("listItem", p("deep")))), node("listItem", p("two"))
        ),
        "• one\n  • deep\n• two",
    ),
    "numbers": (
        node("orderedList", node("listItem", p("a")), node("listItem", p("b"), p("more")), order=3),
        "3. a\n4. b\n  more",
    ),
    "tasks": (
        node(
            "taskList",
            node("taskItem", "Ask", state="DONE"),
            node("taskItem", "Tell", state="TODO"),
            node("taskList", node("taskItem", "Whom")),
        ),
        "[x] Ask\n[ ] Tell\n  [ ] Whom",
    ),
    "decisions": (node("decisionList", node("decisionItem", "We stop.", state="DECIDED")), "Decision: We stop."),
    "a quote": (node("blockquote", p("They said"), p("so")), "> They said\n> so"),
    "code": (node("codeBlock", {"type": "text", "text": "a = 1\n  b = 2"}, language="python"), "a = 1\n  b = 2"),
    "a panel": (node("panel", p("Do not."), p("Never."), panelType="warning"), "Warning: Do not.\nNever."),
    "a panel of one's own": (node("panel", p("Do."), panelType="custom"), "Do."),
    "a rule": (doc(p("a"), node("rule"), p("b")), "a\n---\nb"),
    "a table": (
        node(
            "table",
            node("tableRow", node("tableHeader", p("Who")), node("tableHeader", p("When"))),
            node(
                "tableRow", node("tableCell", p("Ewa"), p("Jan")), node("tableCell", p(node("date", timestamp="1795651200000")))
            ),
        ),
        "Who | When\nEwa / Jan | 26 Nov 2026",
    ),
    "a picture": (
        node("mediaSingle", node("media", id="a1", type="file", alt="door.png"), node("caption", "The door")),
        "[file: door.png]\nThe door",
    ),
    "files": (
        node("mediaGroup", node("media", id="a1"), node("media", id="a2", __fileName="log.txt")),
        "[file: a1]\n[file: log.txt]",
    ),
    "a file in a line": (p("See ", node("mediaInline", id="a3"), "!"), "See [file: a3]!"),
    "what folds": (node("expand", p("inside"), node("nestedExpand", p("deeper"), title="More")), "inside\nMore\ndeeper"),
    "an extension": (p("By ", node("inlineExtension", extensionKey="chart", text="Chart 1")), "By Chart 1"),
    "an extension without words": (node("extension", extensionKey="chart"), "[chart]"),
    "an extension that holds something": (node("bodiedExtension", p("held"), extensionKey="box"), "held"),
    "columns": (
        node("layoutSection", node("layoutColumn", p("left"), width=50), node("layoutColumn", p("right"))),
        "left\nright",
    ),
    "a placeholder": (p(node("placeholder", text="Type here")), "Type here"),
    "what nobody knows yet": (node("hologram", p("still said")), "still said"),
    "what nobody knows and says itself": (node("hologram", title="A title"), "A title"),
    "what nobody knows and says nothing": (node("hologram"), "[hologram]"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_said_as_people_read_it(case: str) -> None:
    given, said = CASES[case]
    assert plain(given) == said
    assert plain(doc(given)) == said


def test_every_kind_that_jira_takes_says_something_and_runs_into_nothing() -> None:
    for kind in NODES - {"doc", "hardBreak"}:
        held = doc(p("before"), p("held") if kind == "text" else node(kind, p("held")), p("after"))
        first, *between, last = plain(held).split("\n")
        assert (first, last) == ("before", "after"), kind
        assert between, kind


@pytest.mark.parametrize(
    "odd",
    [None, [], "words", 7, {}, {"type": None}, {"type": "doc", "content": None}, {"type": "doc", "content": [None, 3, "x"]},
     {"type": "mention", "attrs": None}, {"type": "text", "text": None, "marks": [None, {"type": "link", "attrs": None}]},
     {"type": "orderedList", "attrs": {"order": "x"}, "content": [{}]}, {"type": "date", "attrs": {"timestamp": "9" * 40}}],
)  # fmt: skip
def test_what_is_no_document_breaks_nothing(odd: Any) -> None:
    assert isinstance(plain(odd), str)


def test_a_document_of_thousands_of_levels_is_read_as_deep_as_people_write() -> None:
    deep: dict[str, Any] = p("the end")
    for _ in range(5000):
        deep = node("blockquote", deep)
    assert plain(doc(p("first"), deep)).startswith("first\n> > >")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "content", "attrs", "text"]), inner),
    max_leaves=12,
)


@given(JSON)
def test_whatever_jira_sends_is_read_without_breaking(given_: Any) -> None:
    assert isinstance(plain(given_), str)
