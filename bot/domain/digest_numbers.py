"""The numbers of a day: vendors with a valid NDA, decisions and how long they took, open waivers, access to secrets."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from bot.domain.agreement_status import covers_on
from bot.domain.coverage import Needed, fits
from bot.domain.digest_lines import Numbers
from bot.domain.register import Agreement, Register, Vendor, Waiver
from bot.domain.vocabulary import AgreementKind, PersonStatus, VendorStatus

SECRET_FROM = 3


def numbers_of(register: Register, day: date, *, took: Sequence[timedelta], secret_access: int) -> Numbers:
    """`took` is how long each decision of the seven days before took; `secret_access` counts the access open to C3 and above."""
    working = [vendor for vendor in register.vendors if vendor.status is VendorStatus.ACTIVE]
    return Numbers(
        vendors=len(working),
        covered=sum(has_valid_nda(register, vendor, day) for vendor in working),
        decided=len(took),
        median_tenths=_tenths(took) if took else None,
        waivers=sum(_is_open(waiver, day) for waiver in register.waivers),
        secret_access=secret_access,
    )


def _tenths(took: Sequence[timedelta]) -> int:
    """The median, in tenths of a day."""
    return round(median(one / timedelta(days=1) for one in took) * 10)


def has_valid_nda(register: Register, vendor: Vendor, day: date) -> bool:
    """Each company of the vendor whose people work for us is bound on this day (NDA-01, NDA-03, their side)."""
    ndas = [one for one in register.agreements if one.vendor == vendor.id and one.kind is AgreementKind.NDA and one.protects_us]
    return all(any(_binds(paper, vendor, company, day) for paper in ndas) for company in _performing(register, vendor))


def _performing(register: Register, vendor: Vendor) -> set[str]:
    """The employers of its active people; all its companies where no such person is known."""
    own = {entity.id for entity in vendor.entities}
    people = (one for one in register.people if one.vendor == vendor.id and one.status is PersonStatus.ACTIVE)
    return {one.employer_entity for one in people if one.employer_entity is not None} & own or own


def _binds(paper: Agreement, vendor: Vendor, company: str, day: date) -> bool:
    return covers_on(paper, day) and fits(paper, Needed(vendor.id, None, (company,), day))


def _is_open(waiver: Waiver, day: date) -> bool:
    begun = waiver.starts_on is None or waiver.starts_on <= day
    return waiver.state == "approved" and begun and day <= waiver.expires_on


def secret_assets(register: Register) -> frozenset[str]:
    """Everything of class C3 and above; what nobody has classified is the strictest."""
    return frozenset(asset.id for asset in register.assets if asset.rank >= SECRET_FROM)
