"""Atlassian's own specification of Jira Cloud, to hold requests and replies against; absent in a copy of the project alone."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V30ResponseValidator
from openapi_core.testing import MockRequest, MockResponse
from werkzeug.datastructures import ImmutableMultiDict

from tests.local.jira.serving import Exchange

FILE = Path(__file__).parents[4] / "shared" / "schemas" / "jira-cloud.openapi.json"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
OF_ANY_CALL = {429, 500, 502, 503}  # the specification names these for no call


needs_specification = pytest.mark.skipif(
    not FILE.exists(), reason=f"{FILE} is not there: the shared schemas are not part of the project"
)


def problems(exchanges: Iterable[Exchange]) -> list[str]:
    """What the specification finds wrong with REST requests and with replies to them, in words; nothing where it is absent."""
    if not FILE.exists():
        return []
    return [problem for exchange in exchanges if exchange.path.startswith("/rest/") for problem in _problems(exchange)]


def _problems(exchange: Exchange) -> list[str]:
    requests, responses, site = _validators()
    query = ImmutableMultiDict(parse_qsl(exchange.query, keep_blank_values=True))
    headers = {"Authorization": "Basic eDp5"}
    request = MockRequest(site, exchange.method, exchange.path, args=query, headers=headers, data=exchange.sent or None)
    request.content_type = exchange.content_type or "application/json"
    found = list(requests.iter_errors(request))
    if exchange.status and exchange.status not in OF_ANY_CALL:
        received = exchange.received or b"null"  # where Jira sends nothing, the specification says: anything
        found += responses.iter_errors(request, MockResponse(received, exchange.status))
    return [f"{exchange.method} {exchange.path} {exchange.status}: {_words(error)}" for error in found]


def _words(error: BaseException) -> str:
    """The innermost reasons; the outer error says only that something is wrong."""
    inner = getattr(error, "schema_errors", ()) or [cause for cause in [error.__cause__] if cause]
    return "; ".join([str(error)[:200], *(_words(one) for one in inner)])


@cache
def _validators() -> tuple[V30RequestValidator, V30ResponseValidator, str]:
    content = json.loads(FILE.read_text())
    specification = SchemaPath.from_dict(content)
    formats = {"date-time": _is_instant}
    requests = V30RequestValidator(specification, extra_format_validators=formats)
    responses = V30ResponseValidator(specification, extra_format_validators=formats)
    return requests, responses, content["servers"][0]["url"]


def _is_instant(value: object) -> bool:
    """Jira writes its instants without the colon that the format asks for, as the specification's own examples do."""
    return not isinstance(value, str) or bool(INSTANT.fullmatch(value))
