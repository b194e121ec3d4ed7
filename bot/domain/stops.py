"""What suspends open access besides its paper, once it is known (4.2): a leaver, a listed or barred vendor, lapsed training.

Each is a reason in the grant's set and goes when its fact is mended; then the way back is the same as after a paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from bot.domain.dates import ONE_DAY
from bot.domain.gates import MON_05
from bot.domain.grants import FOLLOWS, OPEN, Grant
from bot.domain.register import Asset, Person, Vendor, Waiver
from bot.domain.vocabulary import GrantState, PersonStatus, ScreeningResult, VendorStatus

LEFT, BARRED, LISTED, UNTRAINED, UNWAIVED = "left", "vendor", "screening", "training", "waiver"
STOPS = {
    LEFT: "somebody who had it no longer works there",
    BARRED: "the vendor is not to be worked with any more",
    LISTED: "the lists of restricted parties name the vendor",
    UNTRAINED: "a course that the material asks for has lapsed",
    UNWAIVED: f"the waiver that it rests on has ended ({MON_05.id})",
}
_BARRED = (VendorStatus.SUSPENDED, VendorStatus.TERMINATED, VendorStatus.BLOCKED)
SECRET = 3  # from this class on lapsed training suspends


def stops_of(person: Person | None, vendor: Vendor | None, asset: Asset | None, today: date) -> tuple[str, ...]:
    """The reasons that these facts are today, in a fixed order; what nobody knows is no reason to suspend."""
    return tuple(sorted(_found(person, vendor, asset, today)))


def stopped(grant: Grant, reasons: tuple[str, ...], today: date) -> Grant:
    """Open or suspended access with exactly these reasons of this kind; the others in its set stay."""
    if grant.state not in FOLLOWS:
        return grant
    others = {reason for reason in grant.reasons if reason not in STOPS}
    if not reasons:
        return replace(grant, reasons=tuple(sorted(others)))
    held = "" if grant.state in OPEN else grant.held
    kept = tuple(sorted({*others, *reasons} - {"owner"}))
    return replace(grant, state=GrantState.SUSPENDED, reasons=kept, held=held, next_on=min(grant.next_on or today, _end(grant)))


def waiver_ends_on(waivers: Iterable[Waiver], today: date) -> date | None:
    """The day after the first of these waivers ends."""
    return min((one.expires_on + ONE_DAY for one in waivers if is_over(one, today) is False), default=None)


def is_over(waiver: Waiver, today: date) -> bool | None:
    """Whether a waiver was there and is no more; None of one that never was."""
    if waiver.state in ("expired", "revoked"):
        return True
    return waiver.expires_on < today if waiver.state == "approved" else None


def lapses_on(person: Person | None, asset: Asset | None, today: date) -> date | None:
    """The day after the first course that the material asks for lapses; none below secret material."""
    if person is None or asset is None or asset.rank < SECRET or not person.training:
        return None
    ends = (person.training.get(course) for course in asset.limits.required_training or ())
    return min((end + ONE_DAY for end in ends if end is not None and end >= today), default=None)


def _end(grant: Grant) -> date:
    return grant.end_on + ONE_DAY


def _found(person: Person | None, vendor: Vendor | None, asset: Asset | None, today: date) -> Iterator[str]:
    if person is not None and person.status is PersonStatus.LEFT:
        yield LEFT
    if vendor is not None and vendor.status in _BARRED:
        yield BARRED
    if vendor is not None and vendor.screening is not None and vendor.screening.result is ScreeningResult.CONFIRMED:
        yield LISTED
    if person is not None and asset is not None and asset.rank >= SECRET and _lacks(person, asset, today):
        yield UNTRAINED


def _lacks(person: Person, asset: Asset, today: date) -> bool:
    """A course that was taken and has lapsed; one that nobody ever recorded was judged when the access was asked for."""
    taken = ((person.training or {}).get(course) for course in asset.limits.required_training or ())
    return any(until is not None and until < today for until in taken)
