"""The door of intake: files proposed, looked at, accepted, thrown away, undone; results fetched by connections."""

from kedjan.intake.connecting import (
    add_connection,
    change_connection,
    connection,
    connections,
    fetches,
    not_fetched,
    remove_connection,
    try_connection,
)
from kedjan.intake.connection_values import (
    FETCHED,
    USUAL,
    Connection,
    ConnectionSettings,
    Fetched,
    FetchState,
    Finding,
    Secrets,
)
from kedjan.intake.deciding import accept, accept_several, undo
from kedjan.intake.fetching import cancel, fetch, fetch_nightly, run_fetch
from kedjan.intake.fetching import run_left as run_left_fetches
from kedjan.intake.forgetting import forget_pupils
from kedjan.intake.ports import wire
from kedjan.intake.proposing import (
    KEPT_DAYS,
    LARGEST,
    deliveries,
    deliveries_of,
    delivery,
    discard,
    forget_waiting,
    ledger,
    propose,
    read_delivery,
    read_left,
    waiting,
)
from kedjan.intake.values import Decided, Delivery, DeliveryState, Ledger, LedgerRow, Outcome

__all__ = [
    "FETCHED",
    "KEPT_DAYS",
    "LARGEST",
    "USUAL",
    "Connection",
    "ConnectionSettings",
    "Decided",
    "Delivery",
    "DeliveryState",
    "FetchState",
    "Fetched",
    "Finding",
    "Ledger",
    "LedgerRow",
    "Outcome",
    "Secrets",
    "accept",
    "accept_several",
    "add_connection",
    "cancel",
    "change_connection",
    "connection",
    "connections",
    "deliveries",
    "deliveries_of",
    "delivery",
    "discard",
    "fetch",
    "fetch_nightly",
    "fetches",
    "forget_pupils",
    "forget_waiting",
    "ledger",
    "not_fetched",
    "propose",
    "read_delivery",
    "read_left",
    "remove_connection",
    "run_fetch",
    "run_left_fetches",
    "try_connection",
    "undo",
    "waiting",
    "wire",
]
