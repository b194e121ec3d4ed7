"""What two versions of the figures say differently, in short words for the record."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from bot.domain.checks.configured import shipped
from bot.domain.checks.policy import CheckPolicy

_NOT_SAID = "nothing"


def policy_changes(before: CheckPolicy, after: CheckPolicy) -> tuple[str, ...]:
    """One line for each figure that is another now: `access days C3: 90 → 60`."""
    was, now = dict(_said(before)), dict(_said(after))
    names = dict.fromkeys([*was, *now])
    told = [(name, was.get(name, _NOT_SAID), now.get(name, _NOT_SAID)) for name in names]
    return tuple(f"{name}: {old} → {new}" for name, old, new in told if old != new)


def figures_words(policy: CheckPolicy) -> str:
    """`figures of version 3f2a, as shipped`, or how many are others than those of this release."""
    if not policy.version:
        return "figures of the first releases, which had no version"
    differ = len(policy_changes(shipped(), policy))
    return f"figures of version {policy.version}, {f'{differ} of them other than shipped' if differ else 'as shipped'}"


def _said(policy: CheckPolicy) -> Iterator[tuple[str, str]]:
    """Each figure by its name, as text."""
    for check, letters in policy.profiles.items():
        for written, letter in letters.items():
            yield f"{check} {written.value}" if len(letters) > 1 else check, letter.value
    for part in fields(policy):
        name, value = part.name.replace("_", " "), getattr(policy, part.name)
        if isinstance(value, Mapping) and part.name != "profiles":
            yield from ((f"{name} {key}", ", ".join(one) or _NOT_SAID) for key, one in value.items())
        elif isinstance(value, tuple):
            sign = "T" if part.name in policy.BY_TIER else "C"
            yield from ((f"{name} {sign}{number}", str(one)) for number, one in enumerate(value, 1))
        elif isinstance(value, int):
            yield name, str(value)
