"""The way to Slack's sockets: through the proxy that the environment names, encrypted, to a finished WebSocket handshake.

The proxy is that of HTTPS_PROXY for both kinds of address (RFC 6455 4.1 prefers it), unless NO_PROXY names the host.
"""

import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from slack_sdk.socket_mode.builtin.internals import (
    _generate_sec_websocket_key,
    _parse_handshake_response,
    _validate_sec_websocket_accept,
)

from bot.slack.failures import NotOpened, reason_of

WITHIN = 3.0  # seconds for each step of the way
SWITCHING = 101
_PORTS = {"wss": 443, "ws": 80}


@dataclass(frozen=True)
class Proxy:
    """A proxy that speaks HTTP; the account, if it has one, stays out of all words."""

    host: str
    port: int
    account: str = ""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def proxy_for(url: str) -> Proxy | None:
    """The proxy that the environment names for this address; None where it is to be reached directly."""
    host, known = urlsplit(url).hostname or "", getproxies()
    said = known.get("https") or known.get("http")
    if not said or proxy_bypass(host):
        return None
    parts = urlsplit(said if "://" in said else f"http://{said}")
    account = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(parts.hostname or "", parts.port or 80, account)


def open_socket(url: str, *, proxy: Proxy | None, tls: ssl.SSLContext | None = None) -> socket.socket:
    """A socket on which the WebSocket handshake is done. Raises NotOpened."""
    parts = urlsplit(url.strip())
    try:
        sock = _connected(parts, proxy, tls)
    except (OSError, HTTPException) as problem:
        raise NotOpened(f"{_way(parts, proxy)}: {reason_of(problem)}") from None
    try:
        _shake_hands(sock, parts)
    except (OSError, ValueError) as problem:
        sock.close()
        raise NotOpened(f"{_way(parts, proxy)}: {reason_of(problem)}") from None
    return sock


def _connected(parts: SplitResult, proxy: Proxy | None, tls: ssl.SSLContext | None) -> socket.socket:
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80)
    first, its_port = (proxy.host, proxy.port) if proxy else (host, port)
    line: HTTPConnection
    if parts.scheme == "wss":
        line = HTTPSConnection(first, its_port, timeout=WITHIN, context=tls or ssl.create_default_context())
    else:
        line = HTTPConnection(first, its_port, timeout=WITHIN)
    if proxy:
        line.set_tunnel(host, port, headers={"Host": f"{host}:{port}", **_account(proxy)})
    try:
        line.connect()
    except BaseException:
        line.close()
        raise
    sock: socket.socket = line.sock
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an acknowledgement does not wait for that of the frame before it
    return sock


def _account(proxy: Proxy) -> dict[str, str]:
    if not proxy.account:
        return {}
    return {"Proxy-Authorization": f"Basic {b64encode(proxy.account.encode()).decode()}"}


def _shake_hands(sock: socket.socket, parts: SplitResult) -> None:
    key: str = _generate_sec_websocket_key()
    lines = [
        f"GET {parts.path or '/'}{f'?{parts.query}' if parts.query else ''} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    sock.sendall("\r\n".join([*lines, "", ""]).encode())
    answered: Any = _parse_handshake_response(sock)  # type: ignore[arg-type]
    status, headers, _ = answered
    if status != SWITCHING:
        raise NotOpened(f"it answers HTTP {status} instead of opening a socket")
    if not _validate_sec_websocket_accept(key, headers):
        raise NotOpened("what answers there does not speak WebSocket")


def _way(parts: SplitResult, proxy: Proxy | None) -> str:
    return f"{parts.hostname} through the proxy {proxy}" if proxy else str(parts.hostname)
