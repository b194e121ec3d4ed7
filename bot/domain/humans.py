"""How many different humans acted: ids change hands, people do not change (3.6, One human)."""

from collections.abc import Iterable, Iterator

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


def renamed(before: Iterable[Member], after: Iterable[Member]) -> Iterator[str]:
    """Who is called otherwise than before, in words: what they asked and decided stays theirs, under either name."""
    known = {member.id: member for member in before}
    by_account = {member.slack_id: member for member in known.values() if member.slack_id is not None}
    for member in after:
        there, holder = known.get(member.id), by_account.get(member.slack_id or "")
        if holder is not None and holder.id != member.id:
            was = f"{holder.name}'s ({holder.id})"
            yield f"{member.name} ({member.id}) has the Slack account that was {was}: one person to Ringfence"
        elif there is not None and member.slack_id and there.slack_id and member.slack_id != there.slack_id:
            yield f"{member.name} ({member.id}) has the Slack account {member.slack_id} now, and had {there.slack_id}"


def name_now(human: Human, members: Iterable[Member]) -> str:
    """Under which id this person can be told something today: their own, or the one that has their Slack account now."""
    known = tuple(members)
    own = next((member.id for member in known if member.id == human.member), None)
    return own or next((member.id for member in known if human.is_same(member.human)), human.member)
