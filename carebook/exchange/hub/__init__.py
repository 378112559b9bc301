"""A department's store on a PostgreSQL server, where several people work on it or it outgrows one PC; it answers as a book does."""

from __future__ import annotations

from carebook.exchange.hub.address import HubFailed
from carebook.exchange.hub.loading import Arrival, load
from carebook.exchange.hub.store import Hub

__all__ = ["Arrival", "Hub", "HubFailed", "load"]
