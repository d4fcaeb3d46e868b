"""The door of intake: files proposed, looked at, accepted, thrown away, undone."""

from kedjan.intake.deciding import accept, undo
from kedjan.intake.ports import wire
from kedjan.intake.proposing import (
    LARGEST,
    deliveries,
    delivery,
    discard,
    forget_waiting,
    ledger,
    propose,
    read_delivery,
    read_left,
)
from kedjan.intake.values import Delivery, DeliveryState, Ledger, LedgerRow

__all__ = [
    "LARGEST",
    "Delivery",
    "DeliveryState",
    "Ledger",
    "LedgerRow",
    "accept",
    "deliveries",
    "delivery",
    "discard",
    "forget_waiting",
    "ledger",
    "propose",
    "read_delivery",
    "read_left",
    "undo",
    "wire",
]
