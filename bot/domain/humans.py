"""How many different humans acted: ids change hands, people do not change (3.6, One human)."""

from collections.abc import Iterable

from bot.domain.register import Human, Member


def groups(humans: Iterable[Human]) -> list[frozenset[str]]:
    """The names of each different human, in the order in which they first acted.

    Who is the same as two others makes those two the same: a member who changed both id and account in two steps.
    """
    found: list[frozenset[str]] = []
    for human in humans:
        same = [group for group in found if not group.isdisjoint(human.names)]
        joined = human.names.union(*same)
        at = found.index(same[0]) if same else len(found)
        found = [group for group in found if group not in same]
        found.insert(at, joined)
    return found


def name_now(human: Human, members: Iterable[Member]) -> str:
    """Under which id this person can be told something today: their own, or the one that has their Slack account now."""
    known = tuple(members)
    own = next((member.id for member in known if member.id == human.member), None)
    return own or next((member.id for member in known if human.is_same(member.human)), human.member)
