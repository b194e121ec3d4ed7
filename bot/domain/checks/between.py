"""Whether a paper holds between the very two companies that an asset and a request are about, on all days."""

from bot.domain.checks.contract import covers
from bot.domain.checks.verdicts import Case
from bot.domain.register import Agreement


def holds_between(case: Case, paper: Agreement, *more: bool | None) -> bool | None:
    """From the company that owns the asset to the one that does the work, every day, and `more` as well.

    None where a missing fact leaves it open.
    """
    answers = (covers(paper, case.facts.window), has_both(case, paper), *more)
    if False in answers:
        return False
    return None if None in answers else True


def has_both(case: Case, paper: Agreement) -> bool | None:
    """Whether both companies are its parties."""
    owner, ours, theirs = case.asset.owner_entity, paper.our_entities, paper.their_entities
    answers = (
        None if ours is None or owner is None else owner in ours,
        None if theirs is None else case.facts.draft.entity in theirs,
    )
    if False in answers:
        return False
    return None if None in answers else True
