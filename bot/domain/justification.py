"""Whether a request says why (PRC-01). Whether it is a good reason is for those who decide; here it is seen that one is given.

Words that are in every request say nothing, and neither does the name of what is asked for: two words have to be left, as in
*tune the gain*.
"""

import re
from collections.abc import Iterable

from bot.domain.facts import Facts
from bot.domain.folding import folded
from bot.domain.gates import PRC_01

LEAST = 2  # words that say something
_WORD = re.compile(r"[^\W\d_]{2,}")
# of scripts that put no blank between words, two signs are a word
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]{2}")
_EMPTY = frozenset(
    _WORD.findall(
        """
        a an and are as asap at be because by can for from get give have i in is it its me must need needed needs now of on or
        our please project quickly reason reasons see so some ticket that the their them they this to us urgent urgently use
        want we will with work working you access data file files material tbd todo n na none nothing
        """
    )
)
MISSING = "It does not say which task fails without it, why these people, and why this material."
REMEDY = "Say in a sentence which task fails without it, and why it takes these people and this material."


def is_complete(text: str, names: Iterable[str] = ()) -> bool:
    """`names` are those of the material, the vendor and the people: to say them again is no reason."""
    known = {word for name in names for word in _WORD.findall(folded(name))}
    told: set[str] = set()
    for word in _WORD.findall(folded(text)):
        told.update(_UNSPACED.findall(word) or ([word] if word not in _EMPTY and word not in known else []))
    return len(told) >= LEAST


def says_why(facts: Facts) -> bool:
    """Of public material nothing has to be said."""
    if facts.highest_class == 0:
        return True
    titles = [facts.asset(item.asset).public_title for item in facts.draft.items]
    people = [person.name for person in facts.people]
    return is_complete(facts.draft.need_text, [*titles, *people, facts.vendor.name])


def not_said_words() -> str:
    """With the next step, where it only warns."""
    return f"{PRC_01.id}: {MISSING[:1].lower()}{MISSING[1:]}"
