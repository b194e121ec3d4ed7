"""The form behind `/ip-request`: five questions, choices that narrow as one fills in, and the answer of the checks in place.

A field keeps what was entered as long as its block id stays the same; a block id that names what the field depends on
(vendor, class) gives an empty field once that changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.application.messages import CheckLine
from bot.domain.vocabulary import Mode
from bot.slack import ids
from bot.slack.blocks.details import check_blocks
from bot.slack.blocks.kit import Block, View, context, divider, escape, field, modal, option, plain, section, static_select

NEED_MOST = 1000


@dataclass(frozen=True)
class Choice:
    """Something to choose: its id and its words."""

    id: str
    words: str


@dataclass(frozen=True)
class FormView:
    """What the form offers now. `rank` is the highest class chosen, `verdict` what the checks say against it."""

    vendor: Choice | None = None
    entities: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()
    projects: tuple[Choice, ...] = ()
    rank: int | None = None
    start: str = ""
    verdict: tuple[CheckLine, ...] = ()
    gaps: tuple[str, ...] = ()


def draw_form(view: FormView) -> View:
    blocks = [_vendor(), *_company(view), *_people(view), _assets(), *_project(view), _mode(), *_channel(view)]
    blocks += [_day("start", "From", ids.START, view.start), _day("end", "Until", ids.END, "")]
    blocks += [_need(), _evaluation(), *_verdict(view)]
    return modal("Ask for vendor access", ids.REQUEST_FORM, blocks, submit="Ask")


def _vendor() -> Block:
    element = _type_ahead("external_select", ids.VENDOR, "Type a part of the name")
    return field("vendor", "Vendor", element, dispatch=True)


def _company(view: FormView) -> list[Block]:
    if view.vendor is None:
        return []
    only = view.entities[0].id if len(view.entities) == 1 else None
    element = static_select(ids.ENTITY, _options(view.entities), chosen=only)
    return [field(f"entity:{view.vendor.id}", "Company", element, hint="The company whose people do the work")]


def _people(view: FormView) -> list[Block]:
    if view.vendor is None:
        return [context("People and company follow once the vendor is chosen.")]
    element = _type_ahead("multi_external_select", ids.PEOPLE, f"People of {view.vendor.words}") | {"max_selected_items": 20}
    return [field(f"people:{view.vendor.id}", "People", element)]


def _assets() -> Block:
    element = _type_ahead("multi_external_select", ids.ASSETS, "Type a part of the name or the id") | {"max_selected_items": 10}
    return field("assets", "What", element, dispatch=True)


def _project(view: FormView) -> list[Block]:
    """Asked only where the assets differ."""
    if len(view.projects) < 2:
        return []
    key = "+".join(project.id for project in view.projects)
    element = static_select(ids.PROJECT, _options(view.projects))
    return [field(f"project:{key}"[:255], "Project", element, hint="The assets belong to different projects")]


def _mode() -> Block:
    options = [option(mode.words, mode.value) for mode in Mode]
    return field("mode", "How", static_select(ids.MODE, options))


def _channel(view: FormView) -> list[Block]:
    if view.rank is None:
        return [context("The ways it may travel follow once the material is chosen.")]
    if not view.channels:
        return [context("No transfer channel is approved for this class; ask the security officer.")]
    element = static_select(ids.CHANNEL, _options(view.channels))
    return [field(f"channel:{view.rank}", "Through", element, hint=f"Only channels good for C{view.rank}")]


def _day(block_id: str, label: str, action: str, initial: str) -> Block:
    element: Block = {"type": "datepicker", "action_id": action}
    return field(block_id, label, element | ({"initial_date": initial} if initial else {}))


def _need() -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": ids.NEED,
        "multiline": True,
        "max_length": NEED_MOST,
        "placeholder": plain("Which task fails without it, and why these people?", 150),
    }
    return field("need", "Why", element)


def _evaluation() -> Block:
    element = {
        "type": "checkboxes",
        "action_id": ids.EVALUATION,
        "options": [option("Just evaluating: no project work yet", "evaluation")],
    }
    return field("evaluation", "Purpose", element, optional=True)


def _verdict(view: FormView) -> list[Block]:
    """The answer in place: nothing was sent, these are the reasons, and what to do."""
    if not view.verdict and not view.gaps:
        return []
    lines = [
        section(f"⛔ *Stops* · {escape(gap[0].upper() + gap[1:])}.\nAn administrator has to mend that.") for gap in view.gaps
    ]
    return [
        divider(),
        section("*This cannot be asked yet.* Nothing was sent. Change it here and ask again."),
        *lines,
        *check_blocks(view.verdict),
    ]


def _type_ahead(kind: str, action: str, placeholder: str) -> Block:
    return {"type": kind, "action_id": action, "min_query_length": 0, "placeholder": plain(placeholder, 150)}


def _options(choices: Sequence[Choice]) -> list[Block]:
    return [option(choice.words, choice.id) for choice in choices]
