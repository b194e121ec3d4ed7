"""Which picture each message has in Slack: its blocks, and the plain text that makes sense alone (a phone shows it)."""

from collections.abc import Callable
from typing import Any

from bot.application.access.views import GapQuestion, Notice, NoticeQuestion, ResumeQuestion
from bot.application.agreements.views import Reminder
from bot.application.audits.views import AuditCard, TicketNotice
from bot.application.digest.messages import WeekDigest
from bot.application.ports import Message
from bot.application.requests.facts_wanted import FactWanted
from bot.application.requests.views import Ask, Card, Receipt, Told
from bot.domain.words import as_text
from bot.slack.blocks.acknowledgement import draw_notice_question, notice_summary
from bot.slack.blocks.answers import draw_notice, draw_told
from bot.slack.blocks.audit import audit_summary, draw_audit_card
from bot.slack.blocks.digest import digest_summary, draw_digest
from bot.slack.blocks.facts import draw_fact_wanted, fact_summary
from bot.slack.blocks.kit import Block, escape
from bot.slack.blocks.reminder import draw_reminder
from bot.slack.blocks.reminder import summary as reminder_summary
from bot.slack.blocks.request import draw_ask, draw_card, draw_receipt, summary
from bot.slack.blocks.suspension import draw_gap_question, draw_resume_question, gap_summary, resume_summary

Picture = tuple[Callable[[Any], str], Callable[[Any], list[Block]]]
PICTURES: dict[type[Message], Picture] = {
    Card: (summary, draw_card),
    Ask: (summary, draw_ask),
    Receipt: (summary, draw_receipt),
    FactWanted: (fact_summary, draw_fact_wanted),
    Notice: (lambda notice: escape(notice.headline), draw_notice),
    Told: (lambda told: escape(as_text(told.words.line)), draw_told),
    ResumeQuestion: (resume_summary, draw_resume_question),
    NoticeQuestion: (notice_summary, draw_notice_question),
    GapQuestion: (gap_summary, draw_gap_question),
    Reminder: (reminder_summary, draw_reminder),
    AuditCard: (lambda card: audit_summary(card.audit), draw_audit_card),
    TicketNotice: (lambda notice: escape(notice.headline), draw_notice),
    WeekDigest: (lambda week: digest_summary(week.digest), lambda week: draw_digest(week.digest)),
}


def drawn(message: Message) -> tuple[str, list[Block]]:
    """The fallback text and the blocks; raises LookupError for a message that nobody has a picture of."""
    text, blocks = PICTURES[type(message)]
    return text(message), blocks(message)
