"""`/metrics`: what Prometheus reads, and that it reads it right."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.application.context import Context
from bot.store import outbox
from bot.store.unit import Store
from bot.web.exposition import CONTENT_TYPE, Histogram, counter, gauge, written
from bot.web.metrics import Meters
from tests.application.steps import ask
from tests.builders import TestClock
from tests.web.conftest import Site

LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[0-9.e+-]+')


def samples(text: str) -> dict[str, float]:
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if not line.startswith("#")}


class TestTheText:
    def test_each_family_says_what_it_is_and_each_sample_is_one_line(self) -> None:
        text = written([gauge("ringfence_requests", "Requests by state.", [({"state": "approved"}, 3)])])
        assert text == (
            "# HELP ringfence_requests Requests by state.\n"
            "# TYPE ringfence_requests gauge\n"
            'ringfence_requests{state="approved"} 3\n'
        )

    def test_a_label_that_holds_anything_stays_one_label(self) -> None:
        text = written([counter("clicks", "Clicks.", [({"kind": 'a"b\\c\nd'}, 1)])])
        assert 'clicks{kind="a\\"b\\\\c\\nd"} 1\n' in text
        assert LINE.fullmatch(text.splitlines()[2])

    def test_a_histogram_counts_what_took_no_longer_than_each_bound(self) -> None:
        took = Histogram((0.1, 1))
        for seconds in (0.05, 0.1, 0.5, 7):
            took.observe("slack", seconds)
        assert samples(written([took.family("took", "How long.")])) == {
            'took_bucket{world="slack",le="0.1"}': 2,
            'took_bucket{world="slack",le="1"}': 3,
            'took_bucket{world="slack",le="+Inf"}': 4,
            'took_sum{world="slack"}': pytest.approx(7.65),
            'took_count{world="slack"}': 4,
        }


class TestWhatIsCounted:
    def test_the_outbox_says_how_much_waits_since_when_and_what_was_given_up(self, context: Context, clock: TestClock) -> None:
        ask(context)
        clock.move(minutes=10)
        with context.store.writing() as unit:
            waiting = outbox.undelivered(unit)
            outbox.give_up(unit, waiting[-1], "nobody is there")

        found = samples(Meters(context.store, context.now).text())
        assert found['ringfence_outbox_messages{world="slack",state="waiting"}'] == len(waiting) - 1
        assert found['ringfence_outbox_messages{world="slack",state="dead"}'] == 1
        assert found['ringfence_outbox_messages{world="jira",state="waiting"}'] == 0
        assert found['ringfence_outbox_oldest_seconds{world="slack"}'] == 600
        assert found['ringfence_outbox_oldest_seconds{world="jira"}'] == 0
        assert found['ringfence_requests{state="pending_approval"}'] == 1

    def test_sweeps_clicks_and_deliveries_of_this_process(self, kept: Store) -> None:
        at = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
        clicks = {("block_actions", "served"): 5, ("block_actions", "refused"): 2}
        swept, known = {"sweep_grants": at}, {"jira": False}
        meters = Meters(kept, lambda: at, clicks=lambda: clicks, sweeps=lambda: swept, signed_in=lambda: known)
        meters.delivered("slack", timedelta(seconds=0.2))

        found = samples(meters.text())
        assert found['ringfence_sweep_last_success_timestamp_seconds{sweep="sweep_grants"}'] == at.timestamp()
        assert found['ringfence_signed_in{world="jira"}'] == 0
        assert found['ringfence_clicks_total{kind="block_actions",outcome="refused"}'] == 2
        assert found['ringfence_delivery_seconds_bucket{world="slack",le="0.25"}'] == 1
        assert found['ringfence_delivery_seconds_bucket{world="slack",le="0.1"}'] == 0

    def test_every_line_is_one_that_prometheus_takes(self, site: Site) -> None:
        answer = site.get("/metrics")
        assert answer.status == 200
        lines = [line for line in answer.body.splitlines() if not line.startswith("# ")]
        assert lines
        assert [line for line in lines if not LINE.fullmatch(line)] == []
        assert CONTENT_TYPE.startswith("text/plain; version=0.0.4")
