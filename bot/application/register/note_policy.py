"""Other figures for the checks than before: the record says so, and all that is open is judged again as if facts had changed."""

from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.checks.configured import shipped
from bot.domain.checks.policy import CheckPolicy
from bot.domain.checks.policy_changes import policy_changes
from bot.domain.happenings.record import ChecksChanged
from bot.store import grants, record, reminders, requests
from bot.store.documents import from_document, to_document
from bot.store.unit import Unit


def note_policy(context: Context) -> bool:
    """Whether the figures of this process are others than those that the record knows; said once, before anybody is answered.

    The first time it is said what they are. Requests and access are looked at again by the sweeps, as after a change of facts.
    """
    policy = context.check_policy
    if not policy.version:
        return False
    with context.store.reading() as unit:
        if _is_known(unit, policy):
            return False
    with context.store.writing() as unit:
        unit.change_facts()
        if _is_known(unit, policy):
            return False
        record_events(unit, context, [_changed(_last(unit), policy)])
        requests.look_again(unit, context.today())
        grants.look_again(unit, context.today(), vendors=None)
        reminders.look_again(unit)
    return True


def _is_known(unit: Unit, policy: CheckPolicy) -> bool:
    last = _last(unit)
    return last is not None and last.after == policy.version


def _last(unit: Unit) -> ChecksChanged | None:
    known = record.happenings_of(unit, [ChecksChanged.checks], ChecksChanged)
    return known[-1] if known else None


def _changed(last: ChecksChanged | None, policy: CheckPolicy) -> ChecksChanged:
    before = from_document(CheckPolicy, last.figures) if last else shipped()
    return ChecksChanged(
        before=last.after if last else None,
        after=policy.version,
        changes=policy_changes(before, policy),
        figures=to_document(policy),
    )
