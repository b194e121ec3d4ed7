"""How an NDA stands, in words, for one person alone: its clocks, what hangs on it, what was decided, what they may do."""

from bot.application.agreements.show import AgreementCard
from bot.slack.blocks.kit import Block, actions, context, day, escape, section
from bot.slack.blocks.reminder import buttons_of, carries, standing_of

BLOCK = "agreement"


def draw_agreement(card: AgreementCard) -> tuple[str, list[Block]]:
    story = card.story
    headline = f"{escape(story.headline)} · {escape(card.vendor)}"
    lines = [f"*{headline}*", *(escape(sentence) for sentence in story.sentences)]
    if card.reminder is not None:
        lines.append(carries(card.reminder.dependents))
    if card.next_reminder is not None:
        lines.append(f"Next reminder: {day(card.next_reminder)}")
    blocks = [section("\n".join(lines))]
    if card.reminder is not None and (told := list(standing_of(card.reminder))):
        blocks.append(context("\n".join(told)))
    if card.reminder is not None and (elements := buttons_of(card.reminder)):
        blocks.append(actions(BLOCK, elements))
    return headline, blocks
