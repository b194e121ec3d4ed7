"""Who is behind a Slack id: a member, somebody without roles, or a refusal in words."""

import pytest

from bot.application.context import Context
from bot.application.members import recognise
from bot.domain.errors import Refusal
from tests.application.steps import now_known
from tests.builders import member, members
from tests.fakes.directory import FakeDirectory, profile


def refusal_of(context: Context, directory: FakeDirectory, slack_id: str = "U_ANA") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        recognise(context, directory, slack_id)
    return refusal.value


def test_a_member_of_the_register_is_known_with_their_roles(context: Context) -> None:
    assert recognise(context, FakeDirectory(profile("U_IVY")), "U_IVY") == member("ivy")


def test_a_colleague_outside_the_register_may_ask_but_holds_no_role(context: Context) -> None:
    somebody = recognise(context, FakeDirectory(profile("U_NEW", name="Nora New")), "U_NEW")

    assert (somebody.id, somebody.name, somebody.roles) == ("slack:U_NEW", "Nora New", ())


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"guest": True}, "Guests of the workspace cannot ask or decide here. Ask the person you work with to do it."),
        ({"stranger": True}, "Only people of this company can take part here"),
        ({"active": False}, "Only active members of this workspace can take part here. Ask an administrator."),
        ({"bot": True}, "Only active members of this workspace can take part here. Ask an administrator."),
    ],
)
def test_whoever_is_no_colleague_is_refused_whatever_the_register_says(
    context: Context, about: dict[str, bool], words: str
) -> None:
    refusal = refusal_of(context, FakeDirectory(profile("U_ANA", **about)))

    assert refusal.code == "outsider"
    assert words in refusal.words


def test_a_member_whom_the_register_retired_is_refused(context: Context) -> None:
    now_known(context, members=members(member("ana", active=False)))

    refusal = refusal_of(context, FakeDirectory(profile("U_ANA")))

    assert refusal.code == "inactive"
    assert "Ask an administrator to correct it." in refusal.words


def test_while_the_directory_cannot_tell_nobody_is_let_in(context: Context) -> None:
    directory = FakeDirectory(profile("U_ANA"))
    directory.down = True

    refusal = refusal_of(context, directory)

    assert refusal.code == "unknown_person"
    assert "Try again in a minute." in refusal.words
