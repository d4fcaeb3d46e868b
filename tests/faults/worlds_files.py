"""Files of a municipality of the walks: texts taken out, a report, and a Word document."""

import csv
import hashlib
import io
from typing import Any
from uuid import UUID, uuid4

import docx

from kedjan.access.service import Actor
from kedjan.extracts import service as extracts
from kedjan.files import service as files
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast

NOW = cast.NOW


def finished_extract(by: Actor, of: UUID) -> UUID:
    """Return the id of a file of a round's texts, asked for and written."""
    key = uuid4()
    sought = reflection.TextsSought()
    extracts.ask_for_extract(by=by, now=NOW, key=key, round=of, sought=sought, format=extracts.Format.EXCEL)
    return key


def finished_export(by: Actor, report: UUID, word: str, settler: str) -> UUID:
    """Return the id of a file asked for and written, whose bytes hold the word, of a report that somebody settled."""
    from kedjan.reports import models

    key = uuid4()
    models.Export.objects.create(
        id=key, provider_id=by.provider, report_id=report, format="word", owner=by.account, asked_at=NOW
    )
    kept = files.keep(
        by=by, now=NOW, purpose="report_export", name=f"{word}.docx", data=f"{word} på disk".encode(), key=key
    )
    named = hashlib.sha256(settler.encode()).hexdigest()
    models.Export.objects.filter(id=key).update(state="done", progress=100, file_id=kept.id, names=named, done_at=NOW)
    return key


def word_file(text: str = "Mall") -> bytes:
    """Return a small Word document."""
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def written(*lines: list[str]) -> bytes:
    """Return a file with these lines, whatever the words in them hold."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode()


def filed_goals(by: Actor, word: str) -> str:
    """Return the id of a file with goals that was taken in."""
    given: dict[str, Any] = {
        "data": written(["ramverk", "från", "mål"], [f"Fil {word}", "2026-01-01", f"Fil {word}"]),
        "name": "mal.csv",
    }
    goals.take_goals(by=by, now=cast.NOW, seen=goals.read_goals(by=by, **given).seen, **given)
    return str(goals.files_of_goals(by=by)[0].id)


def filed_board(by: Actor, analysis: UUID, word: str) -> str:
    """Return the id of a file that was put on a board."""
    data = written(["mål", "del", "slag", "text"], [f"Fil {word}", "S", "bra", word])
    given: dict[str, Any] = {"data": data, "name": "tavla.csv", "analysis": analysis}
    improvement.take_board(by=by, now=cast.NOW, seen=improvement.read_board(by=by, **given).seen, **given)
    return str(improvement.files_on_board(by=by, analysis=analysis)[0].id)
