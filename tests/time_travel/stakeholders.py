"""Who hears of a paper's end: everybody is looked for when something is said, and whoever left is passed over."""

from datetime import date

from tests.time_travel.facts import Access, Paper, RenewalDecision, World
from tests.time_travel.papers import covers, is_signed, last_day

OWNER, MANAGER, ENGINEERING = "owner", "vendor_manager", "engineering_manager"
COUNSEL, DATA, SPONSOR = "ip_counsel", "data_owner", "executive_sponsor"
TABLE = {
    -90: {OWNER},
    -60: {OWNER},
    -30: {OWNER, MANAGER},
    -14: {OWNER, MANAGER, ENGINEERING},
    -7: {OWNER, MANAGER, ENGINEERING, COUNSEL},
    -1: {OWNER, MANAGER, ENGINEERING, COUNSEL, DATA},
    0: {OWNER, MANAGER, ENGINEERING, COUNSEL, DATA},
    1: {OWNER},
    3: {OWNER, MANAGER},
    7: {OWNER, MANAGER, COUNSEL},
}
WEEKLY = {OWNER, MANAGER, COUNSEL, SPONSOR}


def reached_by(step: int) -> set[str]:
    return TABLE.get(step, WEEKLY)


def owners(world: World, paper: Paper, care: RenewalDecision | None) -> set[str]:
    """Whoever took it over, the paper's owner, the vendor's; else the vendor managers, else the administrators."""
    if care is not None and care.instead_of != paper.owner:
        care = None
    declined = care.declined if care else set()
    for one in (care.owner if care else None, paper.owner, world.vendor_owners[paper.vendor]):
        if one is not None and world.present(one) and one not in declined:
            return {one}
    for role in (MANAGER, "administrator"):
        if found := world.holding(role) - declined:
            return found
    return set()


def taking_over(world: World, paper: Paper, day: date) -> list[Paper]:
    """The papers that hold what hung on this one, once it has ended: those that covered it longer, for good.

    Before it has begun: those that cover today.
    """
    others = [one for one in world.papers_with(paper.vendor) if one.id != paper.id]
    end = last_day(world, paper, day)
    if end is None or day <= end:
        return [] if paper.begins <= day else [one for one in others if covers(world, one, day, day)]
    return [one for one in others if is_signed(one, day) and one.begins <= day and outlasts(last_day(world, one, day), end)]


def outlasts(one: date | None, other: date) -> bool:
    return one is None or one > other


def hanging_on(world: World, paper: Paper, day: date) -> list[Access]:
    """The access that is cut with this paper; of one that has ended, what no other paper covered since."""
    others = [one for one in world.papers_with(paper.vendor) if one.id != paper.id and is_signed(one, day)]
    heirs = taking_over(world, paper, day)
    found = []
    for access in world.access.values():
        owner = world.things[access.thing].ours
        fits_another = any(owner in one.ours for one in others)
        taken = any(owner in one.ours for one in heirs)
        if access.vendor == paper.vendor and not access.is_over and not taken and (owner in paper.ours or not fits_another):
            found.append(access)
    return found


def is_open(world: World, paper: Paper, day: date) -> bool:
    """Whether access or material that was not returned hangs on it."""
    owed = paper.vendor in world.returns.values() and not taking_over(world, paper, day)
    return owed or bool(hanging_on(world, paper, day))


def people(world: World, paper: Paper, care: RenewalDecision | None, roles: set[str], day: date) -> dict[str, set[str]]:
    """Everybody behind these roles, each with the roles in which they are reached."""
    cut = hanging_on(world, paper, day)
    approvers = {access.approver for access in cut if access.approver and world.present(access.approver)}
    answering = {one for access in cut for one in _answering(world, access)}
    found: dict[str, set[str]] = {}
    for role in roles:
        holding = world.holding(role)
        if role == OWNER:
            holding = owners(world, paper, care)
        elif role == ENGINEERING:
            holding = (approvers or holding) if cut else set()
        elif role == DATA:
            holding = (answering or holding) if cut else set()
        for person in holding:
            found.setdefault(person, set()).add(role)
    return found


def _answering(world: World, access: Access) -> list[str]:
    thing = world.things[access.thing]
    return [one for one in (thing.owner, thing.deputy) if one is not None and world.present(one)][:1]
