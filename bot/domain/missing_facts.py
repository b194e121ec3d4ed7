"""Facts that nobody recorded and that hold a request up: which they are, who keeps the record, what nobody can waive."""

from collections.abc import Collection, Iterable, Sequence

from bot.domain.checks.results import CheckResult, about, worst_first
from bot.domain.register import Member
from bot.domain.requests import Request
from bot.domain.seats import holders
from bot.domain.vocabulary import Outcome, RequestState, Role

WAITS_FOR_A_FACT = "waits for a fact"


def missing_facts(results: Iterable[CheckResult], items: Collection[str]) -> list[CheckResult]:
    """The results about these items that hold the request up because a fact is missing, the same words once."""
    return [one for one in worst_first(about(results, items)) if one.outcome is Outcome.UNKNOWN and one.effect is Outcome.WAIVER]


def only_facts_help(results: Iterable[CheckResult], items: Collection[str]) -> bool:
    """Whether something among them can be waived by nobody: the fact has to come."""
    return any(one.needs_fact for one in missing_facts(results, items))


def waits_for_words(request: Request, results: Iterable[CheckResult]) -> str:
    """Where the request stands, in words: what waits for a fact is not said to wait for a waiver."""
    if request.state is RequestState.AWAITING_WAIVER and only_facts_help(results, request.pending_assets):
        return WAITS_FOR_A_FACT
    return request.state.words


def keepers_of(result: CheckResult, members: Sequence[Member], vendor_owner: str | None) -> tuple[Member, ...]:
    """Who can supply the fact and be told: the record's owner, else the vendor's owner, else the vendor managers."""
    present = {member.id: member for member in members if member.can_decide}
    for one in (result.kept_by, vendor_owner):
        if one in present:
            return (present[str(one)],)
    return tuple(member for member in holders(tuple(present.values()), Role.VENDOR_MANAGER))
