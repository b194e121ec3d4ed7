"""The secrecy notice of each class, and whether a person has acknowledged the text of now (PPL-06)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.gates import PPL_06
from bot.domain.register import Acknowledgement
from bot.domain.vocabulary import Outcome, class_words


@dataclass(frozen=True)
class SecrecyNotice:
    """What people are told of material of one class. `version` names the text: another one is acknowledged anew."""

    rank: int
    version: str
    text: str


_KEEP = (
    "This material belongs to the company that shows it to you. Use it for the agreed work alone, show it to nobody who is not "
    "named for that work, and give it back or delete it when the work ends. This duty goes on after the work."
)
_GUARDED = (
    "This material is a secret of the company that shows it to you, and the law protects it as long as it stays one. "
    "Use it for the named task alone, through the named channel alone. Colleagues who are not named are strangers to it. "
    "Copy it nowhere else and give it to no public tool, AI services included. Tell at once if any of it is lost. "
    "Give it back or destroy it when the work ends, and confirm that. This duty goes on after the work."
)
_STRICT = "What you learn from it you write down nowhere and speak of with nobody, in the named rooms and systems alone."
SHIPPED: tuple[SecrecyNotice, ...] = (
    SecrecyNotice(1, "v1", _KEEP),
    SecrecyNotice(2, "v1", _KEEP),
    SecrecyNotice(3, "v1", _GUARDED),
    SecrecyNotice(4, "v1", f"{_GUARDED} {_STRICT}"),
)


def notice_for(rank: int, notices: Iterable[SecrecyNotice]) -> SecrecyNotice:
    """The company's own, or the one that is shipped."""
    return next(one for one in (*notices, *SHIPPED) if one.rank == rank)


def awaited(rank: int, notices: Iterable[SecrecyNotice], given: Iterable[Acknowledgement], today: date) -> SecrecyNotice | None:
    """The notice that is still to be acknowledged for this class; None where it is, and for public material."""
    if PPL_06.outcome(rank) is Outcome.NA:
        return None
    notice = notice_for(rank, notices)
    known = ((one.asset_class, one.text) for one in given if one.on <= today)
    return None if (rank, notice.version) in known else notice


def awaited_words(name: str, notice: SecrecyNotice) -> str:
    """What holds access back, or what is to be done before its first use."""
    about = f"the secrecy notice for {class_words(notice.rank)}, text {notice.version}"
    return f"{PPL_06.id}: {name} has not acknowledged {about}; a vendor manager records it once that is done."


def waits_for_notice(held: str) -> bool:
    """Whether this is what holds access back."""
    return held.startswith(f"{PPL_06.id}:")
