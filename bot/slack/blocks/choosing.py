"""Lists to choose from: no two choices look alike, and each of them can be reached, however many there are."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.folding import folded
from bot.domain.register import Asset, LegalEntity, Member, Person, Vendor
from bot.domain.searching import found_by
from bot.domain.vocabulary import class_words
from bot.slack.blocks.kit import MOST_OPTIONS, OPTION, Block, clean, cut, option, plain, static_select

MOST_OFFERED = 50


@dataclass(frozen=True)
class Choice:
    """Something to choose: its id, its words, which give way where they are long, and what stands before and after them."""

    id: str
    words: str
    before: str = ""
    after: str = ""

    def label(self, more: str = "") -> str:
        after = f"{more}{self.after}"
        room = max(OPTION - len(self.before) - len(after), 1)
        words = clean(self.words).strip() if folded(self.words) else self.id
        return cut(f"{self.before}{cut(words, room)}{after}", OPTION)


def vendor_choice(vendor: Vendor) -> Choice:
    return Choice(vendor.id, vendor.name)


def asset_choice(asset: Asset) -> Choice:
    return Choice(asset.id, asset.public_title, f"{cut(asset.id, 40)} ", f" · {class_words(asset.rank)}")


def person_choice(person: Person) -> Choice:
    return Choice(person.id, person.name)


def member_choice(member: Member) -> Choice:
    return Choice(member.id, member.name)


def entity_choice(entity: LegalEntity) -> Choice:
    return Choice(entity.id, entity.registered_name, after=f" ({entity.country})" if entity.country else "")


def options_of(choices: Sequence[Choice]) -> list[Block]:
    """Whatever looks like another gets its id; whatever looks like another even then, its number."""
    told = _apart(choices, [one.label() for one in choices], lambda _, one: one.label(f" ({cut(one.id, 50)})"))
    told = _apart(choices, told, lambda number, one: cut(f"{number}. {one.id}", OPTION))
    return [option(label, one.id) for one, label in zip(choices, told, strict=True)]


def _apart(choices: Sequence[Choice], labels: Sequence[str], other: Callable[[int, Choice], str]) -> list[str]:
    looks = Counter(map(folded, labels))
    both = enumerate(zip(choices, labels, strict=True), 1)
    return [other(number, one) if looks[folded(label)] > 1 else label for number, (one, label) in both]


def chooser(action: str, choices: Sequence[Choice], *, chosen: str | None = None) -> Block:
    """A list; where there are more than Slack shows at once, a field in which a part of the name is typed."""
    options = options_of(choices)
    if len(options) <= MOST_OPTIONS:
        return static_select(action, options, chosen=chosen)
    initial = next((one for one in options if one["value"] == chosen), None)
    element = type_ahead("external_select", action, f"{len(options)} to choose from: type a part of the name")
    return element | ({"initial_option": initial} if initial else {})


def type_ahead(kind: str, action: str, placeholder: str) -> Block:
    return {"type": kind, "action_id": action, "min_query_length": 0, "placeholder": plain(placeholder, 150)}


@dataclass(frozen=True)
class Offered:
    """The answer to a field in which a name is typed: options, and in words how many more were found."""

    options: list[Block]
    more: str = ""

    @property
    def groups(self) -> list[Block]:
        return [{"label": plain(self.more, OPTION), "options": self.options}]


NOTHING = Offered([])


def offered(choices: Sequence[Choice], of: int | None = None) -> Offered:
    """The first of those that were found; `of` is how many there are in all, if more than these."""
    shown = options_of(choices[:MOST_OFFERED])
    more = (len(choices) if of is None else of) - len(shown)
    return Offered(shown, f"{more} more: type on to find them, or their id" if more > 0 else "")


def narrowed(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Those whose words or id say what was typed, in the order of their words."""
    by_id = {one.id: one for one in choices}
    return [by_id[one] for one in found_by(typed, ((one.id, one.words) for one in by_id.values()))]
