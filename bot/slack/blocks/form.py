"""The form behind `/ip-request`: five questions, choices that narrow as one fills in, and the answer of the checks in place.

A field keeps what was entered as long as its block id stays the same, and then ignores what it is drawn with; a block id that
names what the field depends on (vendor, class) gives a new field once that changes. A field that the form itself changes gets
the next block id (`end` → `end~1`) and is drawn with its new value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.vocabulary import Mode
from bot.slack import ids
from bot.slack.blocks import kit
from bot.slack.blocks.choosing import Choice, chooser, type_ahead
from bot.slack.blocks.kit import NEED_MOST, Block, View, context, escape, modal, option, plain, static_select
from bot.slack.blocks.standing import Standing
from bot.slack.blocks.verdict import Shown, VerdictView, draw_verdict

_BLOCK_ID = 255


@dataclass(frozen=True)
class FormView:
    """What the form offers now, and what stands in it already, by action id. `rank` is the highest class chosen."""

    vendor: Choice | None = None
    entities: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()
    projects: tuple[Choice, ...] = ()
    rank: int | None = None
    start: str = ""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    verdict: VerdictView | None = None
    shown: Shown = field(default_factory=Shown)

    def stands(self, action: str, base: str) -> Standing:
        """What stands in the field that this block id begins; a field of another vendor or class is another field."""
        return self.standing.get(action, Standing()).of_block(base[:_BLOCK_ID])


def draw_form(view: FormView) -> View:
    blocks = [_vendor(view), *_company(view), *_people(view), _assets(view), *_project(view), _mode(view), *_channel(view)]
    blocks += [_day(view, "start", "From", ids.START), _day(view, "end", "Until", ids.END)]
    blocks += [_need(), _evaluation(view), *draw_verdict(view.verdict, view.shown)]
    if view.verdict and view.verdict.refused:
        blocks.insert(0, context("Not sent: the reasons stand below the last field."))
    return modal("Ask for vendor access", ids.REQUEST_FORM, blocks, submit="Ask", metadata=view.shown.metadata)


def _vendor(view: FormView) -> Block:
    stands = view.stands(ids.VENDOR, "vendor")
    element = type_ahead("external_select", ids.VENDOR, "Type a part of the name")
    return _field(stands, "Vendor", element | _one(stands))


def _company(view: FormView) -> list[Block]:
    if view.vendor is None:
        return []
    if not view.entities:
        return [context(f"The register knows no company of {escape(view.vendor.words)}; ask an administrator to enter it.")]
    stands = view.stands(ids.ENTITY, f"entity:{view.vendor.id}")
    only = view.entities[0].id if len(view.entities) == 1 else None
    element = chooser(ids.ENTITY, view.entities, chosen=_value(stands) or only)
    return [_field(stands, "Company", element, hint="The company whose people do the work")]


def _people(view: FormView) -> list[Block]:
    if view.vendor is None:
        return [context("People and company follow once the vendor is chosen.")]
    stands = view.stands(ids.PEOPLE, f"people:{view.vendor.id}")
    element = type_ahead("multi_external_select", ids.PEOPLE, f"People of {view.vendor.words}") | {"max_selected_items": 20}
    return [_field(stands, "People", element | _several(stands))]


def _assets(view: FormView) -> Block:
    stands = view.stands(ids.ASSETS, "assets")
    element = type_ahead("multi_external_select", ids.ASSETS, "Type a part of the name or the id") | {"max_selected_items": 10}
    return _field(stands, "What", element | _several(stands))


def _project(view: FormView) -> list[Block]:
    """Asked only where the assets differ."""
    if len(view.projects) < 2:
        return []
    stands = view.stands(ids.PROJECT, "project:" + "+".join(project.id for project in view.projects))
    element = chooser(ids.PROJECT, view.projects, chosen=_value(stands))
    return [_field(stands, "Project", element, hint="The assets belong to different projects")]


def _mode(view: FormView) -> Block:
    stands = view.stands(ids.MODE, "mode")
    options = [option(mode.words, mode.value) for mode in Mode]
    return _field(stands, "How", static_select(ids.MODE, options, chosen=_value(stands)))


def _channel(view: FormView) -> list[Block]:
    """A way that is still good for the class stays chosen."""
    if view.rank is None:
        return [context("The ways it may travel follow once the material is chosen.")]
    if not view.channels:
        return [context("No transfer channel is approved for this class; ask the security officer.")]
    stands = view.stands(ids.CHANNEL, f"channel:{view.rank}")
    chosen = _value(view.standing.get(ids.CHANNEL, stands))
    element = chooser(ids.CHANNEL, view.channels, chosen=chosen)
    return [_field(stands, "Through", element, hint=f"Only channels good for C{view.rank}")]


def _day(view: FormView, base: str, label: str, action: str) -> Block:
    stands = view.stands(action, base)
    day = stands.day or (view.start if action == ids.START else "")
    element: Block = {"type": "datepicker", "action_id": action}
    return _field(stands, label, element | ({"initial_date": day} if day else {}))


def _need() -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": ids.NEED,
        "multiline": True,
        "max_length": NEED_MOST,
        "placeholder": plain("Which task fails without it, why these people, and why this material?", 150),
    }
    return kit.field("need", "Why", element)


def _evaluation(view: FormView) -> Block:
    stands = view.stands(ids.EVALUATION, "evaluation")
    options = [option("Just evaluating: no project work yet", "evaluation")]
    element: Block = {"type": "checkboxes", "action_id": ids.EVALUATION, "options": options}
    ticked = {"initial_options": options} if _value(stands) else {}
    return kit.field(stands.block_id, "Purpose", element | ticked, optional=True, dispatch=True)


def _field(stands: Standing, label: str, element: Block, *, hint: str = "") -> Block:
    """A field whose every change is told to the bot at once."""
    return kit.field(stands.block_id, label, element, hint=hint, dispatch=True)


def _one(stands: Standing) -> Block:
    return {"initial_option": stands.options[0]} if stands.options else {}


def _several(stands: Standing) -> Block:
    return {"initial_options": list(stands.options)} if stands.options else {}


def _value(stands: Standing) -> str | None:
    return stands.options[0]["value"] if stands.options else None
