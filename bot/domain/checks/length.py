"""How long access may last: ACC-04."""

from bot.domain.checks.policy import at_rank
from bot.domain.checks.verdicts import Case, Verdict, fails, passed, until_in
from bot.domain.dates import ONE_DAY
from bot.domain.vocabulary import class_words


def access_is_short_enough(case: Case) -> Verdict:
    """ACC-04: V if the request's own days are more than its class, or the asset itself, allows."""
    asset, asked = case.asset, case.facts.draft.window
    days = asked.days
    by_class = at_rank(case.facts.policy.access_days, asset.rank)
    longest = by_class if asset.limits.max_days is None else min(by_class, asset.limits.max_days)
    used = {"days": days, "asset.class": asset.asset_class, "asset.max_days": asset.limits.max_days}
    if days > longest:
        reason = class_words(asset.rank) if longest == by_class else asset.id
        words = f"You ask for {days} days; the longest access to {reason} is {longest} days."
        last = asked.start_on + ONE_DAY * (longest - 1)
        remedy = f"Ask for {longest} days; it can be asked for again later."
        return fails(words, remedy, used=used).mended_by(until_in(case.facts.window, last)).or_waived()
    return passed(used=used)
