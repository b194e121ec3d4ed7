"""What the drawing tests share: a request as a screen needs it, the words of blocks, and what Slack would refuse in them."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.application.requests.views import Ask, CheckLine, DecisionLine, GrantLine, ItemLine, RequestView, SeatLine, WantedLine
from bot.domain.checks.evidence import Passed
from bot.domain.relied_papers import ReliedPaper
from bot.domain.vocabulary import RequestState
from tests.local import schemas

Json = Mapping[str, Any]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LIMITS = schemas.FOLDER / "slack-limits.json"
MOST_BLOCKS = {"message": 50, "modal": 100}
NEED = "The controller cannot be tuned without it."
FINE = tuple(Passed(f"PPL-0{n}", "People", f"Rule {n}", f"proof {n}") for n in range(1, 9))
PEOPLE = ("Ewa Engineer", "Piet Planner")


def item(asset: str = "A1", state: str = "pending", **more: Any) -> ItemLine:
    given = {"title": "Pump controller", "class_words": "Secret (C3)", "mode_words": "View only"} | more
    return ItemLine(asset=asset, state=state, **given)


def check(**more: Any) -> CheckLine:
    given = {
        "check": "NDA-01",
        "effect": "Needs a waiver",
        "message": "The NDA ends before the access does.",
        "remedy": "Mo Manager renews it.",
        "why": "Without an NDA nothing may be shown.",
        "clauses": ("ISO 27001 A.6.6",),
    }
    return CheckLine(**(given | more))


def decision(who: str = "Mo Manager", outcome: str = "approve", **more: Any) -> DecisionLine:
    given = {"item": "A1", "seat": "engineering manager", "at": AT, "reason": "", "void": False} | more
    return DecisionLine(who=who, outcome=outcome, **given)


def grant(state: str = "scheduled", **more: Any) -> GrantLine:
    return GrantLine(**({"id": "GRT-1", "person": "Ewa Engineer", "asset": "A1", "state": state, "held": ""} | more))


def view(**more: Any) -> RequestView:
    """REQ-2026-0001: Ana asks for A1 for two people of Volt; it waits in its second of three stages."""
    state = more.get("state", RequestState.PENDING_APPROVAL)
    usual: dict[str, Any] = {
        "id": "REQ-2026-0001",
        "state": state,
        "state_words": state.words,
        "class_words": "Secret (C3)",
        "requester": "Ana Asker",
        "vendor": "Volt GmbH",
        "entity": "Volt Sp. z o.o.",
        "channel": "Partner Git",
        "project": "Pumps",
        "people": PEOPLE,
        "items": (item(),),
        "need_text": NEED,
        "start_on": date(2026, 12, 1),
        "end_on": date(2027, 1, 15),
        "checks_run": 8,
        "against": (),
        "stage": 1,
        "round": 1,
        "stage_names": ("need", "owner", "security"),
        "seats": (SeatLine("data owner", "Dan Owner"), SeatLine("IP counsel", None, ("Ivy Counsel",))),
        "waiting_for": ("Ivy Counsel",),
        "waiting_ids": frozenset({"ivy"}),
        "due_on": date(2026, 12, 1),
        "reason_to_approve": False,
        "decisions": (decision(), decision("Dan Owner", seat="data owner")),
        "changed": (),
        "grants": (),
        "audit_planned": False,
        "ticket_key": None,
        "ticket_url": None,
        "passed": FINE,
        "papers": (ReliedPaper("NDA-1", is_nda=True, until=date(2028, 12, 31), words="covers 1 Jan 2025 to 31 Dec 2028"),),
    }
    return RequestView(**(usual | more))


def approved(*grants: GrantLine, **more: Any) -> RequestView:
    given = {"items": (item(state="approved"),), "waiting_for": (), "grants": grants} | more
    return view(state=RequestState.APPROVED, **given)


def rejected(**more: Any) -> RequestView:
    no = decision("Ivy Counsel", "reject", seat="IP counsel", reason="The contract says nothing of copies.")
    given = {"items": (item(state="rejected"),), "waiting_for": (), "decisions": (decision(), no)} | more
    return view(state=RequestState.REJECTED, **given)


def ask(request: RequestView | None = None, **more: Any) -> Ask:
    return Ask(request or view(), **({"because": "IP counsel", "others": (), "asked_now": True} | more))


def every_state() -> dict[str, RequestView]:
    """A request in each state that a screen can show, by its name."""
    held = grant(held="P01 has left the company.")
    return {
        "waiting": view(),
        "with worse facts": view(round=2, changed=("The NDA was ended.",), decisions=(decision(void=True),), against=(check(),)),
        "stopped": view(state=RequestState.BLOCKED, against=(check(effect="Stops"),), due_on=None, seats=()),
        "waiting for a waiver": view(state=RequestState.AWAITING_WAIVER, against=(check(),), due_on=None, decisions=()),
        "waiting for a fact": view(
            state=RequestState.AWAITING_WAIVER,
            state_words="waits for a fact",
            wanted=(WantedLine("PRV-01", "A processing agreement covers personal data", ("Mo Manager",)),),
            due_on=None,
            decisions=(),
        ),
        "approved": approved(),
        "access planned": approved(grant(), audit_planned=True),
        "access open": approved(
            grant("active"), audit_planned=True, ticket_key="IPA-31", ticket_url="https://jira.example/IPA-31"
        ),
        "access held back": approved(held),
        "access suspended": approved(grant("suspended"), suspended_because=("NDA-1 ended 10 Dec 2026",)),
        "access ended": approved(grant("expired")),
        "access ended early": approved(grant("revoked")),
        "rejected": rejected(),
        "rejected by silence": rejected(decisions=(), rejected_because="Nobody answered the stage 'need' in time."),
    }


def texts(drawn: object) -> Iterator[str]:
    """Every text that a person can read in blocks or a view, in their order."""
    if isinstance(drawn, Mapping):
        if drawn.get("type") in ("plain_text", "mrkdwn"):
            yield str(drawn["text"])
        for inner in drawn.values():
            yield from texts(inner)
    elif isinstance(drawn, list | tuple):
        for inner in drawn:
            yield from texts(inner)


def words(drawn: object) -> str:
    return "\n".join(texts(drawn))


def buttons(blocks: object) -> list[str]:
    """The labels of all buttons, in their order."""
    return [str(one["text"]["text"]) for one in _elements(blocks) if one["type"] == "button"]


def _elements(blocks: object) -> Iterator[Json]:
    for block in blocks["blocks"] if isinstance(blocks, Mapping) else blocks:  # type: ignore[attr-defined]
        yield from [*block.get("elements", []), *(one for one in (block.get("element"), block.get("accessory")) if one)]


def message_problems(text: str, blocks: list[Any]) -> list[str]:
    """What Slack would refuse in a message; the schemas speak only where they are at hand."""
    found = [*_own_rules(blocks, "message"), *([] if text.strip() else ["no text"])]
    return found + [p for block in blocks for p in _by_schema("KnownBlock", block)] + _by_limits(blocks)


def view_problems(drawn: Json) -> list[str]:
    """What Slack would refuse in a view."""
    found = list(_own_rules(drawn["blocks"], "modal"))
    if any(block["type"] == "input" for block in drawn["blocks"]) and "submit" not in drawn:
        found.append("inputs without a submit button")
    if len(json.dumps(drawn, ensure_ascii=False).encode()) > 250_000:
        found.append("larger than 250 KB")
    return found + _by_schema("ModalView", drawn) + _by_limits(drawn)


def _own_rules(blocks: list[Any], surface: str) -> Iterator[str]:
    """What no schema says."""
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield f"equal block ids in {ids}"
    for block in blocks:
        inner = [one["action_id"] for one in _elements([block]) if "action_id" in one]
        if len(inner) != len(set(inner)):
            yield f"equal action ids in {inner}"
    if any(not one.get(name, ["one"]) for one in [*blocks, *_elements(blocks)] for name in ("elements", "options")):
        yield "an empty list"
    if any(not text.strip() for text in texts(blocks)):
        yield "an empty text"


def _by_schema(definition: str, value: Json) -> list[str]:
    return schemas.problems("slack-blockkit", definition, value) if LIMITS.exists() else []


def _by_limits(drawn: object) -> list[str]:
    """A second opinion on sizes."""
    return list(_too_long(drawn, json.loads(LIMITS.read_text()))) if LIMITS.exists() else []


def _too_long(node: object, limits: Json) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for inner in node:
            yield from _too_long(inner, limits)
    elif isinstance(node, Mapping):
        for name, rule in limits.get(_owner(node), {}).items():
            if isinstance(rule, Mapping) and name in node:
                yield from _against(rule, node[name], f"{_owner(node)}.{name}")
        for inner in node.values():
            yield from _too_long(inner, limits)


def _owner(node: Json) -> str:
    kind = str(node.get("type", ""))
    if kind in ("modal", "home"):
        return "view"
    return kind if kind else ("option" if "value" in node else "confirmation" if "deny" in node else "")


def _against(rule: Json, value: object, place: str) -> Iterator[str]:
    size = (
        len(str(value["text"]))
        if isinstance(value, Mapping) and "text" in value
        else len(value)
        if hasattr(value, "__len__")
        else 0
    )
    most = rule.get("max_length", rule.get("max_items"))
    least = rule.get("min_length", rule.get("min_items", 0))
    if most is not None and not least <= size <= most:
        yield f"{place} has {size}, at most {most}, at least {least}"
