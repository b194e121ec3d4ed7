"""The buttons under a request; the value of each says which picture was seen."""

from bot.application.requests.views import RequestView
from bot.domain.vocabulary import RequestState
from bot.slack import ids
from bot.slack.blocks.acknowledgement import record_button
from bot.slack.blocks.kit import Block, button, confirm, cut, link


def card_buttons(view: RequestView) -> list[Block]:
    if view.state is RequestState.PENDING_APPROVAL:
        return decision_buttons(view)
    if view.waits_for_notice:
        return [record_button(view.id), details_button(view)]
    if view.ticket_key and view.ticket_url:
        return [details_button(view), link("Open ticket", ids.OPEN_TICKET, view.ticket_url)]
    return [details_button(view)]


def decision_buttons(view: RequestView) -> list[Block]:
    value = _picture(view).value
    approve = "Approve…" if view.reason_to_approve else "Approve"
    return [
        button(approve, ids.APPROVE, value, style="primary"),
        button("Reject…", ids.REJECT, value, style="danger"),
        details_button(view),
    ]


def details_button(view: RequestView) -> Block:
    return button("Details", ids.SHOW_DETAILS, _picture(view).value)


def end_button(view: RequestView) -> Block:
    ask = confirm(
        "End this access now?",
        f"{cut(view.vendor, 120)} is not approved for the material of {view.id} any more; that does not come back. "
        "Ringfence shuts nobody out: the system owner removes the access.",
        "End it now",
    )
    return button("End access now", ids.END_ACCESS, _picture(view).value, style="danger", confirm=ask)


def _picture(view: RequestView) -> ids.Picture:
    return ids.Picture(view.id, view.round, view.stage)
