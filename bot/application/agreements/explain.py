"""Where an NDA stands on a day, told to somebody who may read of it, or printed by who runs the bot."""

from dataclasses import dataclass
from datetime import date

from bot.application.context import Context
from bot.domain.agreement_story import Story, story_of
from bot.domain.errors import Refusal
from bot.domain.register import Agreement, Register, Vendor
from bot.store import registers
from bot.store.unit import Unit


@dataclass(frozen=True)
class Explained:
    """A paper's story, and the name of its vendor."""

    story: Story
    vendor: str


def explain_agreement(context: Context, agreement_id: str, day: date) -> Explained:
    """From the database; refused in words if there is no such paper."""
    with context.store.reading() as unit:
        paper = find_agreement(unit, agreement_id)
        papers = registers.agreements_of(unit, paper.vendor)
        vendor = registers.one(unit, Vendor, paper.vendor)
    return _explained(paper, papers, vendor, day)


def explain_in(register: Register, agreement_id: str, day: date) -> Explained:
    """From a register that is at hand."""
    paper = next((one for one in register.agreements if one.id == agreement_id), None)
    if paper is None:
        raise unknown_agreement(agreement_id)
    papers = [one for one in register.agreements if one.vendor == paper.vendor]
    vendor = next((one for one in register.vendors if one.id == paper.vendor), None)
    return _explained(paper, papers, vendor, day)


def find_agreement(unit: Unit, agreement_id: str) -> Agreement:
    """The paper, or a refusal in words."""
    paper = registers.one(unit, Agreement, agreement_id)
    if paper is None:
        raise unknown_agreement(agreement_id)
    return paper


def unknown_agreement(agreement_id: str) -> Refusal:
    return Refusal("unknown_agreement", f"The register has no agreement {agreement_id}.")


def _explained(paper: Agreement, papers: list[Agreement], vendor: Vendor | None, day: date) -> Explained:
    return Explained(story_of(paper, papers, day), vendor.name if vendor else paper.vendor)
