"""The shape of workflow files as pydantic models: read strictly, and the source of `workflows/schema.json`."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain import workflows as w
from bot.domain.notices import SecrecyNotice
from bot.domain.vocabulary import Mode, Overlay, Role
from bot.files.shape_words import NAME
from bot.files.ticket_shape import ChannelName, JiraShape

_WORKING_DAYS = re.compile(r"^([1-9]\d?)bd$")
VERSION = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
EARLIEST, LATEST = time(5), time(12)
Rank = Annotated[int, Field(ge=1, le=4)]
Tier = Annotated[int, Field(ge=1, le=4)]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=NAME)]


def _as_list(value: Any) -> Any:
    """One value may stand where several may: `class: 3` is `class: [3]`."""
    return value if isinstance(value, list) else [value]


def _quantifier(value: int | str) -> int | str:
    if value in ("any", "all") or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9):
        return value
    raise ValueError("must be any, all, or how many different people (1 to 9)")


def _working_days(value: str) -> str:
    if not _WORKING_DAYS.match(value):
        raise ValueError("must be a number of working days from 1bd to 99bd, such as 5bd")
    return value


def _days(value: str | None) -> int | None:
    return int(value.removesuffix("bd")) if value else None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("is no known time zone; write one such as Europe/Berlin") from None
    return value


def _morning(value: str) -> str:
    try:
        at = time.fromisoformat(value)
    except ValueError:
        raise ValueError("is no time of day; write one such as 08:00") from None
    if at.tzinfo is not None or not EARLIEST <= at <= LATEST:
        raise ValueError("must lie between 05:00 and 12:00, because nobody is reminded at night")
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WhenShape(_Strict):
    classes: Annotated[list[Rank], BeforeValidator(_as_list, json_schema_input_type=Rank | list[Rank]), Field(min_length=1)] = (
        Field(default=[], alias="class")
    )
    overlays: Annotated[
        list[Overlay], BeforeValidator(_as_list, json_schema_input_type=Overlay | list[Overlay]), Field(min_length=1)
    ] = Field(default=[], alias="overlay")
    modes: Annotated[list[Mode], BeforeValidator(_as_list, json_schema_input_type=Mode | list[Mode]), Field(min_length=1)] = (
        Field(default=[], alias="mode")
    )
    tiers: Annotated[list[Tier], BeforeValidator(_as_list, json_schema_input_type=Tier | list[Tier]), Field(min_length=1)] = (
        Field(default=[], alias="tier")
    )

    def value(self) -> w.Condition:
        return w.Condition(tuple(self.classes), tuple(self.overlays), tuple(self.modes), tuple(self.tiers))


class StageShape(_Strict):
    name: Name
    seats: Annotated[list[Role], Field(min_length=1, max_length=9)]
    quantifier: Annotated[int | str, AfterValidator(_quantifier)] = "all"
    reject_after: Annotated[str, AfterValidator(_working_days)] | None = None
    escalate_after: Annotated[str, AfterValidator(_working_days)] | None = None
    escalate_to: Annotated[
        list[Role | Literal["deputies", "manager"]],
        BeforeValidator(
            _as_list, json_schema_input_type=Role | Literal["deputies", "manager"] | list[Role | Literal["deputies", "manager"]]
        ),
        Field(min_length=1),
    ] = Field(default=[])
    reason: list[Literal["approve", "reject"]] = ["reject"]

    def value(self) -> w.Stage:
        return w.Stage(
            self.name,
            tuple(self.seats),
            self.quantifier,
            _days(self.reject_after),
            "approve" in self.reason,
            _days(self.escalate_after),
            tuple(str(one) for one in self.escalate_to),
        )


class RuleShape(_Strict):
    name: Name
    when: WhenShape
    post_to: ChannelName
    min_distinct_people: Annotated[int, Field(ge=1, le=9)] = 1
    stages: Annotated[list[StageShape], Field(min_length=1, max_length=9)]

    def value(self) -> w.Rule:
        stages = tuple(stage.value() for stage in self.stages)
        return w.Rule(self.name, self.when.value(), stages, self.post_to, self.min_distinct_people)


class AddStageShape(_Strict):
    when: WhenShape
    before: Name
    stage: StageShape

    def value(self) -> w.AddedStage:
        return w.AddedStage(self.when.value(), self.before, self.stage.value())


class AddSeatShape(_Strict):
    when: WhenShape
    stage: Annotated[int, Field(ge=1, le=9)]
    seat: Role

    def value(self) -> w.AddedSeat:
        return w.AddedSeat(self.when.value(), self.stage, self.seat)


class NoticeShape(_Strict):
    rank: Rank = Field(alias="class")
    version: Annotated[str, Field(min_length=1, max_length=20, pattern=VERSION)]
    text: Annotated[str, Field(min_length=20, max_length=1500)]

    def value(self) -> SecrecyNotice:
        return SecrecyNotice(self.rank, self.version, " ".join(self.text.split()))


class WorkflowFile(_Strict):
    """One file of `workflows/`; several are read together, in the order of their names."""

    rules: list[RuleShape] = []
    add_stages: list[AddStageShape] = []
    add_seats: list[AddSeatShape] = []
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    holidays: list[date] = []
    reminders_at: Annotated[str, AfterValidator(_morning)] | None = None
    digest_channels: list[ChannelName] = []
    others_may_read: list[ChannelName] = []
    jira: JiraShape | None = None
    notices: list[NoticeShape] = []
