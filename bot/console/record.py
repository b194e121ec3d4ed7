"""The record for people: entries as sentences, and a snapshot of the facts, whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.markup import escape

from bot.application.record.show import Shown, Taken
from bot.console.printing import out, print_wrapped
from bot.console.record_words import named, names_of, remarks, sentence
from bot.domain.checks.configured import shipped
from bot.domain.checks.policy import CheckPolicy
from bot.domain.checks.policy_changes import figures_words, policy_changes
from bot.domain.dates import day_words
from bot.domain.facts import Facts
from bot.domain.register import Register
from bot.store.documents import to_document

_SECTIONS = {"own_entities": "Companies of ours", "members": "Our people", "channels": "Ways to hand over"}


def print_entries(shown: Shown) -> None:
    """Oldest first: when, what happened in a sentence, and below it the code and what else the entry keeps."""
    names = names_of(shown.register)
    out.print(f"[bold]{escape(shown.subject)}[/]  [dim]times are UTC[/]")
    print_wrapped(_rows(shown, names))


def _rows(shown: Shown, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for entry in shown.entries:
        about = "" if entry.event.entity_id == shown.subject else f"{entry.event.entity_id}: "
        yield f"{entry.at:%Y-%m-%d %H:%M:%S}", escape(f"{about}{sentence(entry.event, names)}")
        yield "", f"[dim]{escape(' · '.join(remarks(entry.event, names)))}[/]"


def print_facts(taken: Taken) -> None:
    """Who asked for what, what the checks found, and each record of the register as it was."""
    snapshot, facts = taken.snapshot, taken.snapshot.facts
    names = names_of(facts.register)
    counted = f"snapshot {snapshot.number} of {taken.of}"
    out.print(f"[bold]{taken.request_id}[/], {counted}, taken {snapshot.taken_at:%Y-%m-%d %H:%M:%S} UTC", soft_wrap=False)
    judged = [("Judged as of", day_words(facts.today)), ("By figures", _figures(facts.policy)), ("By rules", _rules(facts))]
    print_wrapped([*judged, *_fields(to_document(facts.draft), names)])
    found = [result for result in snapshot.results if result.message]
    out.print(f"\\n[bold]Checks[/]  {len(snapshot.results)} results, {len(found)} of them with words")
    print_wrapped((f"[bold]{one.check}[/]", escape(f"{one.effect.words}: {one.message}")) for one in found)
    _print_records(facts.register, names)


def _figures(policy: CheckPolicy) -> str:
    """Their version, and where they differ from what this release ships."""
    differ = policy_changes(shipped(), policy) if policy.version else ()
    return escape("; ".join([figures_words(policy).removeprefix("figures "), *differ]))


def _rules(facts: Facts) -> str:
    """How many, and which of them a release had changed by then."""
    if facts.rules is None:
        return "those of a release before rules had versions"
    raised = [f"{check} in version {version}" for check, version in facts.rules if version > 1]
    return "; ".join([f"{len(facts.rules)}, {'the others' if raised else 'each'} in the first version", *raised])


def _print_records(register: Register, names: Mapping[str, str]) -> None:
    for section, records in to_document(register).items():
        if records:
            title = _SECTIONS.get(section, section.replace("_", " ").capitalize())
            out.print(f"\\n[bold]{title}[/]")
            print_wrapped(_record(one, names) for one in records)


def _record(document: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str]:
    said = [f"{name} {value}" for name, value in _fields(document, names) if name != "Id"]
    return escape(str(document.get("id") or "")), "; ".join(said)


def _fields(document: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each field that says something, by its name."""
    for name, value in document.items():
        if value not in (None, "", [], {}):
            yield name.replace("_", " ").capitalize(), escape(named(value, names))
