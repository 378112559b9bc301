"""The address of a hub, and every reason why it could not be used, in words that never hold a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import psycopg
from psycopg import conninfo, errors

from carebook.rules.problem import Problem
from carebook.words import N_, Message

SECONDS = 15
_PORT = "5432"
_SCHEMES = ("postgresql://", "postgres://")
_WRONG_PASSWORD = (errors.InvalidPassword, errors.InvalidAuthorizationSpecification)
_NO_RIGHT = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
_AWAY = (errors.ConnectionException, errors.OperatorIntervention, errors.TooManyConnections)


class HubFailed(Exception):
    """The hub could not be used; ``message`` says why. What was being kept is kept wholly or not at all."""

    def __init__(self, pattern: str, **values: object) -> None:
        self.message = Message(pattern, values)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The failure as a refusal, so that a page tells it as one."""
        return (Problem("", self.message),)


def parts_of(dsn: str) -> dict[str, Any]:
    """What an address (postgresql://server/database) says. Raises `HubFailed`: it cannot be read, or holds a password.

    A connection that leaves this PC is always encrypted; an address may ask for more (``?sslmode=verify-full``).
    """
    try:
        parts = dict(conninfo.conninfo_to_dict(dsn)) if dsn.startswith(_SCHEMES) else {}
    except psycopg.ProgrammingError:
        parts = {}
    if not parts or not str(parts.get("port", _PORT)).isdigit():
        raise HubFailed(N_("The address of a hub is written postgresql://server/database."))
    if parts.pop("password", None) is not None:
        raise HubFailed(N_("Leave the password out of the address; it comes from CAREBOOK_HUB_PASSWORD."))
    if not _is_here(str(parts.get("host") or "")):
        parts.setdefault("sslmode", "require")
    options = f"{parts.pop('options', '')} -c TimeZone=UTC -c lock_timeout={SECONDS}s".strip()
    ours = {"connect_timeout": SECONDS, "tcp_user_timeout": 2 * SECONDS * 1000, "options": options}
    return parts | ours | {"application_name": "carebook"}


def said_of(parts: dict[str, Any]) -> str:
    """How sentences name the hub: server and database."""
    return f"{parts.get('host') or 'localhost'}/{parts.get('dbname') or ''}"


@contextmanager
def translated(hub: str) -> Iterator[None]:
    """Errors of the world as `HubFailed`; ours go through."""
    try:
        yield
    except _WRONG_PASSWORD:
        raise HubFailed(N_("The hub {hub} refused: the user name or the password is wrong."), hub=hub) from None
    except _NO_RIGHT:
        raise HubFailed(N_("The hub {hub} does not let this user do that. Ask who looks after it."), hub=hub) from None
    except errors.InvalidCatalogName:
        raise HubFailed(N_("The hub {hub} is not there: no such database."), hub=hub) from None
    except errors.LockNotAvailable:
        raise HubFailed(
            N_("Somebody else is keeping packages in the hub {hub}. Try again in a moment."), hub=hub
        ) from None
    except errors.DiskFull:
        raise HubFailed(N_("The hub {hub} has no room left. Nothing was kept."), hub=hub) from None
    except psycopg.OperationalError as error:
        raise _named(error, hub) from None  # the text of a library's error may quote the connection


def _named(error: psycopg.OperationalError, hub: str) -> HubFailed:
    text = str(error)
    if error.sqlstate is None and any(word in text for word in ("password", "authentication", "role ")):
        return HubFailed(N_("The hub {hub} refused: the user name or the password is wrong."), hub=hub)
    if error.sqlstate is None and "does not exist" in text and "database" in text:
        return HubFailed(N_("The hub {hub} is not there: no such database."), hub=hub)
    if error.sqlstate is None or isinstance(error, _AWAY):
        return HubFailed(N_("The hub {hub} cannot be reached. Nothing was kept."), hub=hub)
    return HubFailed(N_("The hub {hub} answered with an error ({kind})."), hub=hub, kind=error.sqlstate)


def _is_here(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
