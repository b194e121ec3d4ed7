"""The alias table: every name of the register file and the stored field it becomes.

What each word means stands in the register's description, section by section in this order. The papers have a
module of their own.
"""

from typing import Any

from bot.domain.vocabulary import Mode, Outcome
from bot.files.register_papers import AGREEMENT, CERTIFICATION
from bot.files.register_shape import Key, Keys, fact, may, must
from bot.files.register_values import between, consents, country, country_or_any, day, each, items, one_of, personal_data, word

MODES = [mode.value for mode in Mode]
REQUEST_KINDS = ("new", "extension", "change", "emergency", "renewal")
CLASSES = between(0, 4)
OUTCOMES = one_of([outcome.value for outcome in Outcome])


def _section(name: str, inner: Keys, stored: str = "", **rest: Any) -> Key:
    """A list of records; a section that is absent is an empty one."""
    return may(name, stored or f"register.{name}", inner=inner, many=True, **rest)


META: Keys = (
    must("as_of", fits=day),
    must("date_mode"),
    may("currency", None, fits=word),
)
ORGANISATION: Keys = (
    must("name", "organisation_name"),
    _section(
        "entities",
        (must("id"), must("name"), must("country", fits=country), must("role")),
        "register.own_entities",
    ),
    _section(
        "users",
        (must("id"), must("name"), must("roles"), may("active"), may("slack_id"), may("manager")),
        "register.members",
    ),
)
CHANNEL: Keys = (must("id"), must("name"), fact("max_class", fits=CLASSES), fact("encryption"))
PROJECT: Keys = (must("id"), must("title"))
LICENCE: Keys = (must("no"), must("country", fits=country), must("until", fits=day))
EXPORT: Keys = (
    fact("regime"),
    fact("classification", "code"),
    fact("classified_by", "by"),
    fact("classified_on", "on", fits=day),
    fact("licence_required", fits=each(country)),
    may("licences", inner=LICENCE, many=True),
)
ASSET: Keys = (
    must("id"),
    must("title", "public_title"),
    must("forms", some=True),
    fact("class", "asset_class", fits=CLASSES),
    fact("owner_entity"),
    fact("data_owner"),
    may("deputy"),
    must("project"),
    fact("countries", "limits.allowed_countries", fits=each(country_or_any)),
    fact("certs", "limits.required_certs"),
    fact("training", "limits.required_training"),
    may("max_days", "limits.max_days", fits=between(1, 3660)),
    may("max_people", "limits.max_people", fits=between(0, 100_000)),
    may("personal_data", reads=personal_data),
    may("physical_prototype"),
    may("third_party_owner", "third_party.owner"),
    may("consented_vendors", "third_party.consents", reads=consents, inner=(must("vendor"), may("until", fits=day)), many=True),
    may("outbound_licence"),
    may("parts_of"),
    may("patent", inner=(must("status", "stage"), may("planned_filing", fits=day), may("filed_on", fits=day))),
    may("design", inner=(must("status", "stage"), may("planned_filing", fits=day))),
    may("export", inner=EXPORT),
)
VENDOR: Keys = (
    must("id"),
    must("name"),
    fact("country", fits=country),
    fact("tier", fits=between(1, 4)),
    fact("clearance", fits=CLASSES),
    fact("status"),
    fact("owner"),
    must(
        "entities",
        inner=(must("id"), must("name", "registered_name"), fact("country", fits=country)),
        many=True,
        some=True,
    ),
    may("screening", inner=(fact("date", "run_on", fits=day), fact("result"), may("note"))),
    may("competitors_served"),
    may("ethical_wall"),
    may(
        "subcontractors",
        inner=(must("name"), may("country", fits=country), may("approved"), may("entity")),
        many=True,
    ),
    may("change_pending"),
)
ACKNOWLEDGEMENT: Keys = (
    must("class", "asset_class", fits=between(1, 4)),
    must("text"),
    must("date", "on", fits=day),
    must("how"),
)
PERSON: Keys = (
    must("id"),
    must("vendor"),
    must("name"),
    fact("entity", "employer_entity"),
    fact("country", "work_country", fits=country),
    fact("status"),
    may("undertaking", "undertaking_signed_on", fits=day),
    may("training", fits=each(day)),
    may("acknowledged", inner=ACKNOWLEDGEMENT, many=True),
)
ASSESSMENT: Keys = (
    must("vendor"),
    fact("completed", "completed_on", fits=day),
    fact("conclusion"),
    may("conditions", inner=(must("text"), may("due", fits=day), may("done_on", fits=day)), many=True),
)
FINDING: Keys = (must("id"), must("vendor"), must("grade"), must("title"), fact("due", fits=day), must("status"))
RETURN: Keys = (
    must("id"),
    must("vendor"),
    must("assets", some=True),
    fact("demanded", "demanded_on", fits=day),
    fact("due", "due_on", fits=day),
    may("certificate", "document"),
)
GRANT: Keys = (
    must("id"),
    must("request"),
    must("vendor"),
    must("person"),
    must("assets", "asset"),
    must("mode"),
    must("start", "start_on", fits=day),
    must("end", "end_on", fits=day),
    must("state"),
    may("last_used", "last_used_on", fits=day),
)
WAIVER: Keys = (
    must("id"),
    must("check"),
    must("vendor"),
    must("asset"),
    must("reason"),
    must("approved_by"),
    must("compensating", "compensating_controls"),
    may("start", "starts_on", fits=day),
    must("expires", "expires_on", fits=day),
    must("state"),
)
REQUEST: Keys = (
    must("id"),
    must("case"),
    must("requester", "draft.requester"),
    may("on_behalf_of", "draft.on_behalf_of"),
    must("vendor", "draft.vendor"),
    must("entity", "draft.entity"),
    must("project", "draft.project"),
    must("people", "draft.people", some=True),
    must("assets", "draft.items", reads=items, some=True),
    must("mode", None, fits=one_of(MODES)),
    must("channel", "draft.channel"),
    must("start", "draft.start_on", fits=day),
    must("end", "draft.end_on", fits=day),
    may("work_countries", "draft.work_countries", fits=each(country)),
    may("purpose_kind", "draft.purpose_kind"),
    may("kind", "draft.kind", fits=one_of(REQUEST_KINDS)),
    may("expect", fits=each(OUTCOMES)),
    may("overall", fits=OUTCOMES),
)
FILE: Keys = (
    must("meta", "", inner=META),
    must("organisation", "", inner=ORGANISATION),
    _section("channels", CHANNEL),
    _section("projects", PROJECT),
    _section("assets", ASSET),
    _section("vendors", VENDOR),
    _section("people", PERSON),
    _section("agreements", AGREEMENT),
    _section("certifications", CERTIFICATION),
    _section("assessments", ASSESSMENT),
    _section("findings", FINDING),
    _section("returns", RETURN),
    _section("grants", GRANT, splits="assets"),
    _section("waivers", WAIVER),
    _section("requests", REQUEST, "scripts"),
)
