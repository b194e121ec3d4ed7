"""The secrecy notice: who is awaited, the button of whoever records it, and the small form with the text, the day and how."""

from bot.application.access.acknowledge import Awaited
from bot.application.access.views import NoticeQuestion
from bot.domain.gates import PPL_06
from bot.domain.vocabulary import HowAcknowledged, class_words
from bot.slack import ids
from bot.slack.blocks.choosing import Choice, options_of
from bot.slack.blocks.kit import (
    Block,
    View,
    actions,
    button,
    context,
    cut,
    day,
    escape,
    field,
    modal,
    option,
    packed,
    section,
    static_select,
)

RECORD = "Record acknowledgement…"


def draw_notice_question(question: NoticeQuestion) -> list[Block]:
    blocks = [section(f"*{escape(_headline(question))}*")]
    if not question.waits:
        return [*blocks, context("Nothing for you to do here now.")]
    lines = map(section, packed(escape(line) for line in question.lines))
    first = f"First day: {day(question.start_on)}."
    why = f"Each of them reads the secrecy notice and says so before they use it ({PPL_06.id}). {first}"
    return [*blocks, *lines, context(why), actions("acknowledge", [record_button(question.request)])]


def record_button(request_id: str) -> Block:
    return button(RECORD, ids.ACKNOWLEDGE, ids.access_value(request_id), style="primary")


def notice_summary(question: NoticeQuestion) -> str:
    return escape(_headline(question))


def _headline(question: NoticeQuestion) -> str:
    about = f"{question.request}: approved access of {question.vendor}"
    if question.is_done:
        return f"{about} waits for no secrecy notice any more"
    return f"{about} waits for people who have not acknowledged the secrecy notice"


def draw_acknowledge_form(awaited: Awaited) -> View:
    """Everybody who is awaited is chosen at first."""
    options = options_of([Choice(person, name) for person, name in awaited.people.items()])
    people = {"type": "multi_static_select", "action_id": ids.READERS, "options": options, "initial_options": options}
    hows = [option(how.words, how.value) for how in HowAcknowledged]
    when = {"type": "datepicker", "action_id": ids.READ_ON, "initial_date": awaited.today.isoformat()}
    texts = [f"*{class_words(one.rank)}, text {escape(one.version)}*\n{escape(one.text)}" for one in awaited.notices]
    blocks = [
        section(f"People of *{escape(cut(awaited.vendor, 200))}* have read this, and said so:"),
        *map(section, packed(texts)),
        field("people", "Who", people),
        field("on", "On which day", when),
        field("how", "How", static_select(ids.READ_HOW, hows), hint="It is kept with your name."),
    ]
    metadata = ids.notices_value(awaited.request, {one.rank: one.version for one in awaited.notices})
    return modal("Secrecy notice", ids.ACKNOWLEDGE_FORM, blocks, submit="Record", metadata=metadata)
