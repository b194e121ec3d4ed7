"""The questions about suspended access: may it be in force again, are uncovered days fine; without a button once answered."""

from bot.application.access.views import GapQuestion, ResumeQuestion
from bot.domain.dates import span_words
from bot.slack import ids
from bot.slack.blocks.kit import Block, actions, button, confirm, context, cut, day, escape, packed, section


def draw_resume_question(question: ResumeQuestion) -> list[Block]:
    lines = packed(escape(line) for line in question.lines)
    blocks = [section(f"*{escape(_resume_headline(question))}*"), *map(section, lines)]
    if not question.waits:
        return [*blocks, context("Nothing for you to do here now.")]
    ask = confirm(
        "Resume this access?",
        f"{cut(question.vendor, 120)} may work with this material again until the day that was planned.",
        "Resume it",
    )
    resume = button("Resume", ids.RESUME_ACCESS, ids.access_value(question.request), style="primary", confirm=ask)
    why = "A paper covers it again and no check stands against it. You answer for this material, so it waits for you."
    return [*blocks, context(why), actions("resume", [resume])]


def resume_summary(question: ResumeQuestion) -> str:
    return escape(_resume_headline(question))


def _resume_headline(question: ResumeQuestion) -> str:
    about = f"{question.request}: access of {question.vendor}"
    return f"{about} can be resumed" if question.waits else f"{about} {question.standing}"


def draw_gap_question(question: GapQuestion) -> list[Block]:
    days = day(question.first) if question.first == question.last else f"{day(question.first)} to {day(question.last)}"
    blocks = [section(f"*No paper with {escape(question.vendor)} covered {days}*")]
    if not question.waits:
        return [*blocks, context("Nothing waits for an answer about these days any more.")]
    ask = confirm(
        "Are these days fine?",
        "A clause covers them in hindsight, or everybody has acknowledged their duties again. It is recorded with your name.",
        "The gap is fine",
    )
    fine = button(
        "The gap is fine", ids.ACCEPT_GAP, ids.gap_value(question.vendor_id, question.first, question.last), confirm=ask
    )
    waiting = packed([f"Suspended until you say so: {escape(', '.join(question.requests))}"])
    need = "A clause that reaches back, or a repeated acknowledgement, makes up for such days."
    return [*blocks, *map(section, waiting), context(need), actions("gap", [fine])]


def gap_summary(question: GapQuestion) -> str:
    return escape(f"No paper with {question.vendor} covered {span_words(question.first, question.last)}")
