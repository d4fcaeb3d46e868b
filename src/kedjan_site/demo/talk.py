"""What has been said about the running round's reflections, and what its two readers see when they read closely."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from kedjan_site.demo import talk_texts as texts
from kedjan_site.demo.moments import ROUND_ID, STOCKHOLM
from kedjan_site.demo.talk_texts import KARIN, MAJ, Kept, Talk, Turn
from kedjan_site.demo.transitions import TRANSITIONS_ID

READ = datetime(2026, 11, 14, 10, 0, tzinfo=STOCKHOLM)
"""When both have read closely, each for themselves."""
ASKED = datetime(2026, 11, 14, 15, 0, tzinfo=STOCKHOLM)
ALLOWED = datetime(2026, 11, 15, 18, 20, tzinfo=STOCKHOLM)
QUOTED = datetime(2026, 11, 16, 7, 20, tzinfo=STOCKHOLM)


def load() -> None:
    """Let readers and writers talk, and the readers read closely; loading again changes nothing."""
    maj = cast.actor(MAJ)
    if themes.theme_names(by=maj, round=TRANSITIONS_ID):
        return
    for talk in texts.TALKS:
        load_talk(talk)
    silent = [loop_of(writer, code) for writer, code in texts.SILENT]
    reflection.close(by=maj, now=_at(12, 16), round=TRANSITIONS_ID, loops=silent)
    load_themes()
    load_quotes()
    quote_in_draft()


def loop_of(writer: str, code: str) -> UUID:
    """Return the reflection that somebody sent to an assignment."""
    return uuid5(TRANSITIONS_ID, f"{writer} {code}")


def load_talk(talk: Talk) -> None:
    """Let one reflection be read and talked about."""
    loop = loop_of(talk.writer, talk.code)
    for number, turn in enumerate(talk.turns):
        say(talk, loop, number, turn)
    if talk.flagged:
        maj, now = cast.actor(MAJ, now=_at(16, 7)), _at(16, 7)
        reflection.open_thread(by=maj, now=now, round=TRANSITIONS_ID, loop=loop)
        reflection.flag(by=maj, round=TRANSITIONS_ID, loop=loop, flagged=True)
        reflection.let_go(by=maj, round=TRANSITIONS_ID, loop=loop)


def say(talk: Talk, loop: UUID, number: int, turn: Turn) -> None:
    """Say one thing; what a reader sent by mistake is taken back at once."""
    key, now = uuid5(loop, f"message {number}"), _at(turn.day, 7 if turn.day == cast.NOW.day else 13 + number)
    by = cast.actor(turn.by or talk.writer, now=now)
    if turn.kind == "back":
        reflection.own_thread(by=by, now=now, loop=loop)
        reflection.write_back(by=by, now=now, key=key, loop=loop, text=turn.text)
        return
    thread = reflection.open_thread(by=by, now=now, round=TRANSITIONS_ID, loop=loop)
    reflection.answer(
        by=by,
        now=now,
        key=key,
        round=TRANSITIONS_ID,
        loop=loop,
        seen=thread.version,
        text=turn.text,
        asks=turn.kind == "asks",
        no_reply_needed=turn.kind == "silent",
    )
    if turn.kind == "slip":
        reflection.withdraw_message(by=by, now=now + timedelta(minutes=1), id=key)
    reflection.let_go(by=by, round=TRANSITIONS_ID, loop=loop)


def load_themes() -> None:
    """Let both readers mark the same texts apart from each other, and then look at them together."""
    maj, karin = cast.actor(MAJ, now=READ), cast.actor(KARIN, now=READ)
    known = {
        each.name: themes.add_theme(
            by=maj,
            now=READ,
            key=uuid5(TRANSITIONS_ID, f"theme {each.name}"),
            round=TRANSITIONS_ID,
            name=each.name,
            description=each.description,
            groups=each.groups,
        ).id
        for each in texts.THEMES
    }
    themes.set_apart(by=maj, now=READ, round=TRANSITIONS_ID, apart=True)
    for reader, now in ((maj, READ), (karin, READ + timedelta(hours=2))):
        mark(reader, now, known)
        for writer, code in texts.GONE_THROUGH:
            themes.go_through(by=reader, now=now, round=TRANSITIONS_ID, loop=loop_of(writer, code))
    themes.set_apart(by=maj, now=READ + timedelta(hours=4), round=TRANSITIONS_ID, apart=False)


def mark(reader: Actor, now: datetime, known: Mapping[str, UUID]) -> None:
    """Mark what one reader saw of each theme."""
    for theme in texts.THEMES:
        for writer, code, sentences in theme.maj if reader.name == MAJ else theme.karin:
            themes.mark(
                by=reader,
                now=now,
                round=TRANSITIONS_ID,
                loop=loop_of(writer, code),
                version=1,
                chosen=sentences,
                themes=[known[theme.name]],
            )


def load_quotes() -> None:
    """Fill the basket: a quote by consent with a voice against it, one asked, one in other words, one only kept."""
    for kept in texts.QUOTES:
        keep(kept)


def keep(kept: Kept) -> UUID:
    """Put one quote in the basket, ask its writer, and let that be answered, as far as it has come."""
    karin, loop = cast.actor(KARIN, now=ASKED), loop_of(kept.writer, kept.code)
    quote = themes.keep_quote(
        by=karin,
        now=ASKED,
        key=quote_id(kept),
        round=TRANSITIONS_ID,
        loop=loop,
        version=1,
        chosen=kept.sentences,
        theme=uuid5(TRANSITIONS_ID, f"theme {kept.theme}"),
        counter=kept.counter,
    )
    if kept.paraphrase:
        themes.paraphrase(by=karin, now=ASKED, id=quote, seen=1, text=kept.paraphrase)
    if kept.asked:
        themes.ask_consent(by=karin, now=ASKED, id=quote)
    if kept.allowed is not None:
        writer = cast.actor(kept.writer, now=ALLOWED)
        themes.answer_consent(by=writer, now=ALLOWED, id=quote, allowed=kept.allowed)
    return quote


def quote_id(kept: Kept) -> UUID:
    """Return a quote's id, the same every time."""
    return uuid5(loop_of(kept.writer, kept.code), "quote")


def quote_in_draft() -> None:
    """Let Maj take the quote with its counter-voice into the report that she is writing."""
    maj, draft = cast.actor(MAJ, now=QUOTED), uuid5(ROUND_ID, "draft")
    if draft not in {line.id for line in reports.reports(by=maj, state=reports.State.DRAFT).items}:
        return
    section = reports.report(by=maj, id=draft).sections[1].id
    voice, against, *_others = texts.QUOTES
    reports.put_kept_quote(
        by=maj,
        now=QUOTED,
        key=uuid5(draft, "from the basket"),
        at=reports.Spot(draft, section),
        quote=quote_id(voice),
        counter=quote_id(against),
    )


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 10, tzinfo=STOCKHOLM)
