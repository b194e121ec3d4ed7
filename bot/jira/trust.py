"""Whom the connection to Jira trusts besides the authorities that come with the HTTP library."""

from ssl import SSLContext
from typing import Any

from requests.adapters import HTTPAdapter


class Trust(HTTPAdapter):
    """Connections, through a proxy too, whose certificates may be signed by those in this context."""

    def __init__(self, tls: SSLContext) -> None:
        self._tls = tls
        super().__init__()

    def init_poolmanager(self, *args: Any, **given: Any) -> None:
        super().init_poolmanager(*args, **given, ssl_context=self._tls)

    def proxy_manager_for(self, proxy: str, **given: Any) -> Any:
        return super().proxy_manager_for(proxy, **given, ssl_context=self._tls)
