"""Vendors that may be one: another id and another spelling of a company that stands in the register already."""

from collections.abc import Iterator, Sequence

from bot.domain.company_names import company_key, find_alike
from bot.domain.register import Vendor
from bot.domain.vocabulary import VendorStatus

_LEAVING = (VendorStatus.SUSPENDED, VendorStatus.OFFBOARDING, VendorStatus.TERMINATED, VendorStatus.BLOCKED)


def find_same(vendors: Sequence[Vendor]) -> Iterator[tuple[Vendor, str]]:
    """The vendor that came later, or that is not leaving, and words that name both."""
    by_id = {vendor.id: vendor for vendor in vendors}
    place = {vendor.id: number for number, vendor in enumerate(vendors)}
    for pair in sorted(find_alike({one.id: _keys(one) for one in vendors}), key=lambda two: [place[name] for name in two]):
        first, second = sorted((by_id[name] for name in pair), key=lambda one: (one.status not in _LEAVING, place[one.id]))
        yield second, _words(first, second)


def _keys(vendor: Vendor) -> frozenset[str]:
    names = (vendor.name, *(entity.registered_name for entity in vendor.entities))
    return frozenset(key for key in map(company_key, names) if key)


def _words(first: Vendor, second: Vendor) -> str:
    status = f", which is {first.status.value}" if first.status in _LEAVING else ""
    same = f"{second.name} ({second.id}) may be the same company as {first.name} ({first.id}){status}"
    return f"{same}; if it is, keep one of them and move its people and papers"
