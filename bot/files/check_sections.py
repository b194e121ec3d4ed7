"""What each section of a file in `workflows/checks/` says, entry by entry, and what is wrong with it, in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.checks.catalogue import BY_ID, Check
from bot.domain.checks.configured import letters
from bot.domain.vocabulary import Profile
from bot.files.check_figures import FIGURES, Figure, figures_of
from bot.files.countries import COUNTRIES, MISTAKEN
from bot.files.document import Document, Where
from bot.files.problems import Problem, shown, suggestion

_SWITCHED_OFF = {"off", "none", "no", "na", "n/a", "-", "false", "nothing", "never", "0"}
_LONGEST_TEXT = 80
_ORDER = "the outcomes, their order (na, pass, warn, waiver, block) and what a letter means are the same for every company"
_WAIVED = "whether a failure may be waived follows from its letter: H is never waived, every other one is"
_NOT_YOURS = dict.fromkeys(("outcomes", "outcome", "order", "letters", "severity"), f"{_ORDER}; give checks other letters") | (
    dict.fromkeys(("waivable", "waived", "waivers", "never_waived", "may_be_waived"), f"{_WAIVED}; take this out")
)


@dataclass(frozen=True)
class Entry:
    """One thing that a file says: what it is about, what it is, and where it stands."""

    key: tuple[str, ...]
    value: Any
    document: Document
    where: Where

    def problem(self, words: str) -> Problem:
        return self.document.problem(self.where, words)


Said = Iterator[Entry | Problem]


@dataclass(frozen=True)
class _At:
    """A value and its place in a file."""

    document: Document
    where: Where
    value: Any

    def within(self) -> Iterator[tuple[str, "_At"]]:
        """What stands in a mapping, by its keys."""
        for key, value in self.value.items():
            yield key, _At(self.document, (*self.where, key), value)

    def says(self, value: Any, *key: str) -> Entry:
        return Entry(key, value, self.document, self.where)

    def wrong(self, words: str) -> Problem:
        return self.document.problem(self.where, words)

    def must_be(self, what: str) -> Problem:
        return self.wrong(f"must be {what}, not {shown(self.value)}")


def read_sections(document: Document) -> Said:
    """Everything that a file says; every mistake at its place."""
    for name, at in _At(document, (), document.data).within():
        if name not in _SECTIONS:
            yield at.wrong(_NOT_YOURS.get(name) or f"this key is not known here; {suggestion(name, _SECTIONS)}")
        elif isinstance(at.value, dict):
            for key, inner in at.within():
                yield from _SECTIONS[name](key, inner)
        elif at.value is not None:
            yield at.must_be("keys with values, written {key: value}")


def _profile(name: str, at: _At) -> Said:
    check = BY_ID.get(name)
    if check is None:
        yield at.wrong(f"there is no such check; {suggestion(name, BY_ID)}")
    elif not (known := letters(check)):
        yield at.wrong(f"what {name} finds means the same in every company; take the line out")
    elif isinstance(at.value, dict):
        yield from _each_failure(check, known, at)
    elif len(known) == 1:
        (written,) = known.values()
        yield _letter(check, written, at)
    else:
        wanted = ", ".join(f"{words}: {kind.value}" for words, kind in known.items())
        yield at.wrong(f"its failures count differently; write a letter for each you change, as in {{{wanted}}}")


def _each_failure(check: Check, known: Mapping[str, Profile], at: _At) -> Said:
    for words, inner in at.within():
        if words in _NOT_YOURS:
            yield inner.wrong(_NOT_YOURS[words])
        elif words in known:
            yield _letter(check, known[words], inner)
        else:
            named = [one for one in known if one]
            hint = suggestion(words, named) if named else f"write one letter, as in {check.id}: {check.profile.value}"
            yield inner.wrong(f"{check.id} knows no such failure; {hint}")


def _letter(check: Check, written: Profile, at: _At) -> Entry | Problem:
    said = at.value
    if said is None or said is False or str(said).lower() in _SWITCHED_OFF:
        return at.wrong("a check is never switched off; W is the mildest letter")
    if not isinstance(said, str) or said not in set(Profile):
        return at.wrong(f"{shown(said)} is no letter of a profile; known are {', '.join(sorted(Profile))}")
    if written is Profile.H and said != Profile.H:
        return at.wrong(f"this failure stops whatever the class and is never waived, so H stays; {said} is refused, take it out")
    return at.says(Profile(said), "profiles", check.id, written.value)


def _limits(name: str, at: _At) -> Said:
    known = figures_of(name)
    if not known:
        yield at.wrong(f"no check of this name has limits; {suggestion(name, {figure.check for figure in FIGURES})}")
    elif not isinstance(at.value, dict):
        yield at.must_be(f"keys with values, written {{{next(iter(known))}: …}}")
    else:
        for key, inner in at.within():
            if key in known:
                yield from _figure(known[key], inner)
            else:
                yield inner.wrong(f"this key is not known here; {suggestion(key, known)}")


def _figure(figure: Figure, at: _At) -> Said:
    if not figure.of:
        yield _number(figure, "", at)
    elif not isinstance(at.value, dict):
        yield at.must_be(f"a number for each, written {{{', '.join(f'{one}: …' for one in figure.of)}}}")
    else:
        for name, inner in at.within():
            known = name in figure.of
            yield _number(figure, name, inner) if known else inner.wrong(f"is not known here; known are {', '.join(figure.of)}")


def _number(figure: Figure, name: str, at: _At) -> Entry | Problem:
    said = at.value
    if isinstance(said, bool) or not isinstance(said, int) or not figure.least <= said <= figure.most:
        return at.must_be(f"a whole number from {figure.least} to {figure.most}")
    return at.says(said, "limits", figure.field, name)


def _formalities(law: str, at: _At) -> Said:
    if law not in COUNTRIES:
        yield at.wrong(_no_country(law))
    yield _texts(at, "formalities", law, what="formalities, such as [written_form]; [] asks for none")


def _territory(name: str, at: _At) -> Said:
    found = _texts(at, "territories", name, what="two-letter country codes, such as [AT, DE]")
    if isinstance(found, Entry):
        unknown = [code for code in found.value if code not in COUNTRIES]
        yield from (at.wrong(_no_country(code)) for code in unknown)
    yield found


def _no_country(code: str) -> str:
    meant = MISTAKEN.get(code.upper()) or (code.upper() if code.upper() in COUNTRIES else None)
    hint = f"did you mean {meant}?" if meant else "write two capital letters, such as DE"
    return f"{shown(code)} is no country code of ISO 3166; {hint}"


def _clauses(catalogue: str, at: _At) -> Said:
    if not isinstance(at.value, dict):
        yield at.must_be(f"checks with their clauses, written {{VEN-01: [6.1.1]}}; {{}} names none of {catalogue}")
        return
    told: dict[str, tuple[str, ...]] = {}
    for check, inner in at.within():
        if check not in BY_ID:
            yield inner.wrong(f"there is no such check; {suggestion(check, BY_ID)}")
            continue
        found = _texts(inner, "clauses", catalogue, what="clauses in quotes where they look like numbers, such as [6.1.1, '744']")
        if isinstance(found, Entry):
            told[check] = found.value
        else:
            yield found
    yield at.says(told, "clauses", catalogue)


def _texts(at: _At, *key: str, what: str) -> Entry | Problem:
    """A list of short texts, each once."""
    said = at.value
    if not isinstance(said, list) or not all(isinstance(one, str) and 0 < len(one) <= _LONGEST_TEXT for one in said):
        return at.must_be(f"a list of {what}")
    if twice := sorted({one for one in said if said.count(one) > 1}):
        return at.wrong(f"{twice[0]} stands twice; keep one of them")
    return at.says(tuple(said), *key)


_SECTIONS: Mapping[str, Callable[[str, _At], Said]] = {
    "profiles": _profile,
    "limits": _limits,
    "formalities": _formalities,
    "territories": _territory,
    "clauses": _clauses,
}
