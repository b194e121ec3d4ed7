"""What is measured, as a process of its own: the whole bot, or bare Bolt with one listener that does nothing.

Both get the same executor, the same transport and the same `process_before_response`. They end when their input ends.
"""

import sys

from slack_bolt import App

from bot.bootstrap import assemble, open_context, slack_client
from bot.local.clock import DemoClock
from bot.logs import set_up_logs
from bot.settings import read_settings
from bot.slack import ids
from bot.slack.socket_mode import connected
from tests.builders import NOW


def ringfence() -> None:
    settings = read_settings(_env_file=None)
    token = settings.slack_app_token.get_secret_value()
    with open_context(settings, DemoClock(NOW)) as context, assemble(settings, context) as bot, connected(bot.app, token):
        sys.stdin.read()


def bare() -> None:
    settings = read_settings(_env_file=None)
    secret = settings.slack_signing_secret.get_secret_value()
    app = App(
        client=slack_client(settings), signing_secret=secret, process_before_response=True, token_verification_enabled=False
    )
    app.action(ids.APPROVE)(lambda ack: ack())
    with connected(app, settings.slack_app_token.get_secret_value()):
        sys.stdin.read()


if __name__ == "__main__":
    set_up_logs("console", "error")
    {"ringfence": ringfence, "bare": bare}[sys.argv[1]]()
