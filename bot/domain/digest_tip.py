"""One sentence of the digest: what this week shows, and what it teaches."""

from collections.abc import Sequence

from bot.domain.digest_lines import Ending, EndKind, EndWay, Need, NeedKind, Stuck, StuckKind
from bot.domain.reminders import RenewalChoice


def tip_of(needs: Sequence[Need], endings: Sequence[Ending], stuck: Sequence[Stuck]) -> str:
    """What taught most, the dearest lesson first; empty in a week that teaches nothing."""
    kinds = {need.kind for need in needs}
    if any(_lacks_a_paper(need) for need in needs):
        return "access stopped for want of a paper; a successor that is recorded before the last day keeps people at work."
    if any(one.stops and one.decision is RenewalChoice.NONE and one.kind is EndKind.NDA for one in endings):
        return "access hangs on an NDA of which nobody has said what becomes of it; saying so early costs one click."
    if NeedKind.APPROVAL in kinds:
        return "a request waits longer than its class allows; a no with a reason helps more than silence."
    if NeedKind.RETURN in kinds:
        return "proof of return is easiest to get on the day the access ends; later nobody remembers who has what."
    if stopped := next((one for one in stuck if one.title and one.kind is not StuckKind.UNDELIVERED), None):
        return f"a request came to stand still after it was asked ({stopped.title}); the form shows such things beforehand."
    if any(one.way is EndWay.NOTICE for one in endings):
        return "a paper that renews by itself is decided on its last day for notice, not on its last day."
    return ""


def _lacks_a_paper(need: Need) -> bool:
    """Access may stop for other reasons, of which this teaches nothing."""
    stopped = need.kind is NeedKind.SUSPENDED and (" ended " in need.what or "no paper" in need.what)
    return stopped or need.kind is NeedKind.ENDED
