"""The shape of `jira:` in a workflow file: how the team's Jira calls what an audit is made of; read strictly."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.domain.audits import AuditState
from bot.domain.ticket_mapping import TicketField, TicketMapping
from bot.domain.vocabulary import Grade
from bot.files.shape_words import CHANNEL, FIELD, LABEL

Word = Annotated[str, Field(min_length=1, max_length=255)]
Label = Annotated[str, Field(min_length=1, max_length=255, pattern=LABEL)]
FieldId = Annotated[str, Field(pattern=FIELD, max_length=60)]
ChannelName = Annotated[str, Field(min_length=1, max_length=80, pattern=CHANNEL)]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _as_field(value: Any) -> Any:
    """`vendor: customfield_10031` is short for a field that takes text."""
    return {"id": value} if isinstance(value, str) else value


Words = Annotated[list[Word], BeforeValidator(_as_list, json_schema_input_type=Word | list[Word]), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatusesShape(_Strict):
    """Which statuses mean which state of an audit; a state that the team does not use is left out."""

    planned: Words
    notified: Words | None = None
    evidence_requested: Words | None = None
    fieldwork: Words | None = None
    draft_report: Words | None = None
    findings_agreed: Words | None = None
    corrective_action: Words | None = None
    verified: Words | None = None
    closed: Words
    cancelled: Words | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _refuse_repeats(self)
        return self

    def value(self) -> dict[AuditState, tuple[str, ...]]:
        return {AuditState(name): tuple(words) for name, words in _said(self)}


class GradesShape(_Strict):
    """Which values of the grade field mean which grade of a finding."""

    critical: Words
    major_nc: Words
    minor_nc: Words
    observation: Words | None = None
    improvement: Words | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _refuse_repeats(self)
        return self

    def value(self) -> dict[Grade, tuple[str, ...]]:
        return {Grade(name): tuple(words) for name, words in _said(self)}


def _said(shape: BaseModel) -> Iterator[tuple[str, list[str]]]:
    for name in type(shape).model_fields:
        if words := getattr(shape, name):
            yield name, words


def _refuse_repeats(shape: BaseModel) -> None:
    seen: dict[str, str] = {}
    for name, words in _said(shape):
        for word in {word.strip().casefold() for word in words}:
            if word in seen:
                raise ValueError(f"{word} stands under {seen[word]} and under {name}; it can mean one of them alone")
            seen[word] = name


class FieldShape(_Strict):
    id: FieldId
    takes: Annotated[Literal["text", "choice", "choices", "day"], Field(alias="as")] = "text"

    def value(self) -> TicketField:
        return TicketField(self.id, self.takes)


Filled = Annotated[FieldShape, BeforeValidator(_as_field, json_schema_input_type=FieldId | FieldShape)]


class FieldsShape(_Strict):
    """Fields of the ticket that the bot fills, by their ids in Jira; those left out stand in the description alone."""

    vendor: Filled | None = None
    vendor_name: Filled | None = None
    tier: Filled | None = None
    kind: Filled | None = None
    trigger: Filled | None = None
    scope: Filled | None = None
    criteria: Filled | None = None
    period_from: Filled | None = None
    period_until: Filled | None = None
    key: Filled | None = None

    def value(self) -> dict[str, TicketField]:
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: shape.value() for name, shape in found.items() if shape}


class JiraShape(_Strict):
    """How the team's Jira calls what an audit is made of."""

    audit_type: Word = "Task"
    finding_types: Words
    statuses: StatusesShape
    finding_closed: Words
    grade_field: FieldId = "priority"
    grades: GradesShape
    repeat_label: Label = "repeat"
    privileged_label: Label = "privileged"
    fields: FieldsShape = FieldsShape()
    always: dict[FieldId, Word] = {}
    has_due_date: bool = True
    moves: dict[FieldId, Word] = {}
    post_to: ChannelName | None = None

    def value(self) -> TicketMapping:
        return TicketMapping(
            audit_type=self.audit_type,
            finding_types=tuple(self.finding_types),
            statuses=self.statuses.value(),
            finding_closed=tuple(self.finding_closed),
            grade_field=self.grade_field,
            grades=self.grades.value(),
            repeat_label=self.repeat_label,
            privileged_label=self.privileged_label,
            fields=self.fields.value(),
            always=dict(self.always),
            has_due_date=self.has_due_date,
            moves=dict(self.moves),
            post_to=self.post_to,
        )
