"""Slack's markup is drawn as Slack draws it, and nothing else gets through."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.local.page.mrkdwn import Reader, as_html, as_plain

NAMES = {"U_LENA": "Lena Brandt", "C_IP": "ip-requests"}
READER = Reader(lambda ident: NAMES.get(ident, ident), ZoneInfo("Europe/Berlin"), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _soft_ ~gone~", "<strong>bold</strong> <em>soft</em> <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`*raw*`", "<code>*raw*</code>"),
        (
            "<@U_LENA> in <#C_IP>",
            '<span class="mention">@Lena Brandt</span> in <span class="mention">#ip-requests</span>',
        ),
        ("a &lt;b&gt; &amp; <i>", "a &lt;b&gt; &amp; &lt;i&gt;"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        (":white_check_mark: :nothing_such:", "\N{WHITE HEAVY CHECK MARK} :nothing_such:"),
    ],
)
def test_a_line(text: str, html: str):
    assert as_html(text, READER) == f'<div class="line">{html}</div>'


def test_a_link_opens_elsewhere_and_its_words_are_escaped():
    drawn = as_html('<https://example.org/?a=1&amp;b="2"|the "board">', READER)
    assert 'href="https://example.org/?a=1&amp;b=&quot;2&quot;"' in drawn
    assert ">the &quot;board&quot;</a>" in drawn


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{date_num}", "2026-11-24"),
        ("{date}", "November 24th, 2026"),
        ("{date_short}", "Nov 24, 2026"),
        ("{date_long}", "Tuesday, November 24th, 2026"),
        ("{date_short_pretty} at {time}", "today at 1:05 AM"),
        ("{date_unknown}", "{date_unknown}"),
    ],
)
def test_a_date_is_shown_in_the_readers_zone(form: str, shown: str):
    assert f">{shown}</time>" in as_html(f"<!date^1795478700^{form}|24 Nov>", READER)


def test_quotes_bullets_and_code_are_made_of_lines():
    drawn = as_html("&gt; one\n> two\n\u2022 point\n```a < b```", READER)
    assert drawn == '<blockquote>one<br>two</blockquote><div class="bullet">point</div><pre>a &lt; b</pre>'


def test_plain_text_knows_emoji_only():
    assert as_plain("*no* :lock: <b>") == "*no* \N{LOCK} &lt;b&gt;"
