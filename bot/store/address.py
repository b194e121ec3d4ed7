"""Addresses of databases: what is wrong with one, where it leads, and why nobody answers there."""

from difflib import get_close_matches

from psycopg import pq
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

HERE = ("localhost", "::1")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
UNREADABLE = "cannot be read; in a password write @ as %40, : as %3A, / as %2F and % as %25"


def usual_of(option: str) -> str:
    """What an option is where the address does not say it: the driver's default, or what its own environment variables say."""
    known = (one for one in pq.Conninfo.get_defaults() if one.keyword.decode() == option)
    return next((one.val.decode() for one in known if one.val), "")


def is_elsewhere(address: URL) -> bool:
    """Whether any server of this address is on another machine; a socket, or none that is named, is on this one."""
    named = [address.host or "", *_values(address, "host"), *_values(address, "hostaddr")]
    hosts = named if any(named) else [usual_of("host")]
    names = [host.rpartition(":")[0] if host.count(":") == 1 else host for host in hosts]
    return any(name and not name.startswith(("/", "127.")) and name not in HERE for name in names)


def _values(address: URL, option: str) -> tuple[str, ...]:
    value = address.query.get(option, ())
    return (value,) if isinstance(value, str) else value


def address_problem(url: str) -> str:
    """What is wrong with the address of a database, in words; nothing if it can be used, or is empty."""
    try:
        address = make_url(url) if url else None
    except (ArgumentError, ValueError):
        return UNREADABLE
    if address is None:
        return ""
    values = [value for name in address.query for value in _values(address, name)]
    if any("@" in part for part in (address.host or "", *address.query, *values)):
        return UNREADABLE
    return _option_problem(address)


def _option_problem(address: URL) -> str:
    if address.get_backend_name() == "sqlite":
        return f"has the option {next(iter(address.query))}, and SQLite takes none here" if address.query else ""
    known = [one.keyword.decode() for one in pq.Conninfo.get_defaults()]
    for name in address.query:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            return f"has the option {name}, which PostgreSQL does not know" + (f"; did you mean {near[0]}?" if near else "")
    for mode in _values(address, "sslmode"):
        if mode not in SSL_MODES:
            return f"has an unknown sslmode; it is one of {', '.join(SSL_MODES)}"
    if any(not value.isdecimal() for value in _values(address, "connect_timeout")):
        return "has a connect_timeout that is no whole number of seconds"
    return ""


def reason_of(problem: Exception) -> str:
    """Why a database does not answer: the driver's own first line, and what a person can do about it."""
    said = " ".join(str(getattr(problem, "orig", None) or problem).splitlines()[0].split())
    if "does not support SSL" in said:
        return f"{said}; give the server TLS, or add ?sslmode=disable to the address if the way there is safe without"
    if "timeout expired" in said:
        return f"{said}: the server does not answer; check host, port and what stands between"
    return said


def readable_address(url: str) -> str:
    """The address as PostgreSQL's own programs take it, without the password."""
    return make_url(url).set(drivername="postgresql")._replace(password=None).render_as_string()
