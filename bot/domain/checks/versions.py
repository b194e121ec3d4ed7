"""The rules by which a snapshot was judged: the catalogue as of the versions that it names, whatever a release changed since."""

from collections.abc import Iterable, Iterator

from bot.domain.checks.catalogue import CATALOGUE, Check

Versions = tuple[tuple[str, int], ...]


def versions_of(catalogue: Iterable[Check]) -> Versions:
    """The version of each rule, in the order in which they are run."""
    return tuple((check.id, check.version) for check in catalogue)


OF_NOW = versions_of(CATALOGUE)


def as_of(versions: Versions, catalogue: Iterable[Check] = CATALOGUE) -> tuple[Check, ...]:
    """The rows of these versions, in their order; what this release does not know is left out, and named by `lost`."""
    return tuple(check for _, check in _found(versions, catalogue) if check is not None)


def lost(versions: Versions, catalogue: Iterable[Check] = CATALOGUE) -> Versions:
    """The rules of which this release has no row, or not in this version."""
    return tuple(named for named, check in _found(versions, catalogue) if check is None)


def _found(versions: Versions, catalogue: Iterable[Check]) -> Iterator[tuple[tuple[str, int], Check | None]]:
    known = {check.id: check for check in catalogue}
    for check, version in versions:
        yield (check, version), known[check].at(version) if check in known else None
