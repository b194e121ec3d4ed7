"""A directory in memory, which can be told to be out of reach."""

from bot.application.ports import Profile, TryLater


class FakeDirectory:
    """A `Directory`. `people` is whom it knows, by Slack id; while `down`, it cannot tell of anybody."""

    def __init__(self, *people: Profile) -> None:
        self.people = {one.slack_id: one for one in people}
        self.down = False

    def profile(self, slack_id: str) -> Profile | None:
        return None if self.down else self.people.get(slack_id)

    def ask(self, slack_id: str) -> Profile | None:
        if self.down:
            raise TryLater("The directory cannot be reached.")
        return self.people.get(slack_id)


def profile(slack_id: str, **more: object) -> Profile:
    """An active colleague, unless said otherwise."""
    usual = {"name": slack_id.removeprefix("U_").capitalize(), "active": True, "guest": False, "stranger": False, "bot": False}
    return Profile(slack_id=slack_id, **(usual | more))
