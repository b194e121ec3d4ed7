"""How fast it is: measured and printed, each figure beside a floor of the same run; nothing is asserted.

`python -m benchmarks` runs all of it. The bot runs in a process of its own, as in production; its Slack is a tiny one in the
measuring process, so that no page and no sender shares the bot's interpreter.
"""
