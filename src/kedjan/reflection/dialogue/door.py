"""The part of the room's door that is about dialogue: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.dialogue.moderating import withdraw_message
from kedjan.reflection.dialogue.queue import next_in_queue, queue, tell_readers, waiting_counts
from kedjan.reflection.dialogue.talking import (
    answer,
    close,
    flag,
    let_go,
    news_of_mine,
    open_thread,
    own_states,
    own_thread,
    write_back,
)
from kedjan.reflection.dialogue.values import News, Queue, QueueLine, ReceptionState, Said, Thread, Waiting, Want

__all__ = [
    "News",
    "Queue",
    "QueueLine",
    "ReceptionState",
    "Said",
    "Thread",
    "Waiting",
    "Want",
    "answer",
    "close",
    "flag",
    "let_go",
    "news_of_mine",
    "next_in_queue",
    "open_thread",
    "own_states",
    "own_thread",
    "queue",
    "tell_readers",
    "waiting_counts",
    "withdraw_message",
    "write_back",
]
