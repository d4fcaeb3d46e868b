"""Ekköping's reports: what is shared of the round, the settled situation analysis, and a draft that Maj has begun."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_site.demo import cast, report_texts
from kedjan_site.demo.moments import ROUND_ID
from kedjan_site.demo.report_texts import Part

STOCKHOLM = ZoneInfo("Europe/Stockholm")
APPROVED = datetime(2026, 6, 8, 13, 0, tzinfo=STOCKHOLM)
SHARED = datetime(2026, 6, 9, 10, 0, tzinfo=STOCKHOLM)
WRITTEN = datetime(2026, 6, 9, 15, 30, tzinfo=STOCKHOLM)
SETTLED = datetime(2026, 6, 10, 9, 15, tzinfo=STOCKHOLM)
BEGUN = datetime(2026, 11, 12, 14, 20, tzinfo=STOCKHOLM)
READ = datetime(2026, 11, 13, 9, 5, tzinfo=STOCKHOLM)
ANSWERED = datetime(2026, 11, 13, 13, 40, tzinfo=STOCKHOLM)
REVIEWED = datetime(2026, 11, 13, 16, 10, tzinfo=STOCKHOLM)
UPPER = "Gymnasium och anpassade"
GROUPS = {UPPER: ("Gymnasieskola", "Anpassade skolformer")}


class Writer:
    """Puts the parts of a text in a report, each under a key of its own, so that loading again changes nothing."""

    def __init__(self, *, now: datetime, report: UUID, round: UUID, release: UUID) -> None:
        self.by, self.now = cast.actor("Maj Sävdunge", now=now), now
        self.report, self.round, self.release = report, round, release

    def section(self, number: int, heading: str, level: int, parts: tuple[Part, ...]) -> None:
        """Add a section with its parts."""
        key = uuid5(self.report, f"section {number}")
        reports.add_section(by=self.by, now=self.now, key=key, report=self.report, heading=heading, level=level)
        for place, part in enumerate(parts):
            self.put(part, uuid5(key, f"part {place}"), reports.Spot(self.report, key))

    def put(self, part: Part, key: UUID, at: reports.Spot) -> None:
        """Put one part in the report."""
        by, now, text = self.by, self.now, part.text
        match part.kind:
            case "text":
                reports.put_text(by=by, now=now, key=key, at=at, text=text)
            case "table":
                reports.put_table(by=by, now=now, key=key, at=at, release=self.release, table=part.of, text=text)
            case "picture":
                drawing, _, about = part.drawing.partition(" ")
                reports.put_picture(
                    by=by, now=now, key=key, at=at, release=self.release, table=part.of, drawing=drawing, about=about,
                    text=text,
                )  # fmt: skip
            case "pattern":
                reports.put_pattern(by=by, now=now, key=key, at=at, round=self.round, assignment=part.of, text=text)
            case "quote":
                self.quote(part, key, at)
            case _:
                reports.put_definitions(by=by, now=now, key=key, at=at)

    def quote(self, part: Part, key: UUID, at: reports.Spot) -> None:
        """Quote the reflection that has the words."""
        found = reflection.texts(by=self.by, now=self.now, round=self.round, search=part.of).texts.items[0]
        words = part.quote or found.text
        reports.put_quote(
            by=self.by,
            now=self.now,
            key=key,
            at=at,
            round=self.round,
            reflection=found.id,
            wording=reports.Wording(words, consents=bool(part.consent), obtained=part.consent),
            text=part.text,
        )


def load_reports(*, round: UUID) -> None:
    """Approve the sentences, share the tables, write and settle the situation analysis, and begin the next report."""
    release = load_release(round)
    load_settled(round, release)
    load_draft(round, release)


def load_release(round: UUID) -> UUID:
    """Approve every pattern sentence and share the three tables; return the release's id."""
    maj, key = cast.actor("Maj Sävdunge", now=SHARED), uuid5(round, "release")
    for pattern in reflection.patterns(by=maj, round=round):
        if pattern.version == 0:
            reflection.approve_pattern(by=maj, now=APPROVED, round=round, assignment=pattern.assignment, seen=0)
    if key in {line.id for line in releases.list_releases(by=maj).items}:
        return key
    choice = reflection.Choice(columns=("Förskola", "Grundskola", UPPER), groups=GROUPS)
    seen = reflection.propose_release(by=maj, now=SHARED, round=round, choice=choice).seen
    made = reflection.share(
        by=maj,
        now=SHARED,
        round=round,
        choice=choice,
        title="Nulägesanalys våren 2026",
        purpose="Underlag till rapporten och till samtalen i augusti.",
        seen=seen,
        key=key,
    )
    return made.line.id


def load_settled(round: UUID, release: UUID) -> UUID:
    """Write the situation analysis of spring 2026 and settle it as Torun did on 10 June."""
    torun, key = cast.actor("Torun Hedspång", now=SETTLED), uuid5(round, "report")
    if _written(cast.actor("Maj Sävdunge", now=WRITTEN), key):
        return key
    _write(report_texts.ANALYSIS, key, now=WRITTEN, round=round, release=release)
    reports.settle(
        by=torun,
        now=SETTLED,
        report=key,
        seen=reports.report(by=torun, id=key).revision,
        publish_to=list(reports.Audience),
    )
    return key


def load_draft(round: UUID, release: UUID) -> UUID:
    """Begin the report that Maj is writing in November."""
    key = uuid5(round, "draft")
    if not _written(cast.actor("Maj Sävdunge", now=BEGUN), key):
        _write(report_texts.FOLLOW_UP, key, now=BEGUN, round=round, release=release)
    return key


def load_outlines() -> None:
    """Keep the outlines of the two kinds of reports that Ekköping writes each year."""
    maj = cast.actor("Maj Sävdunge", now=BEGUN)
    if not reports.outlines(by=maj):
        for name, text in report_texts.OUTLINES:
            reports.add_outline(by=maj, now=BEGUN, key=uuid5(ROUND_ID, name), name=name, text=text)


def review_draft(round: UUID) -> None:
    """Keep the draft as it was, and let Torun and Maj say what they think of each other's words."""
    maj, torun, draft = (
        cast.actor("Maj Sävdunge", now=BEGUN),
        cast.actor("Torun Hedspång", now=READ),
        uuid5(round, "draft"),
    )
    if reports.versions(by=maj, report=draft):
        return
    reports.keep_version(by=maj, now=BEGUN, key=uuid5(draft, "version"), report=draft, note=report_texts.VERSION)
    first, second = (uuid5(draft, f"section {number}") for number in (1, 2))
    for section, text in ((first, report_texts.ASKED), (second, report_texts.DOUBTED)):
        key = uuid5(section, "comment")
        reports.comment(by=torun, now=READ, key=key, report=draft, section=section, text=text)
    block = reports.report(by=maj, id=draft).sections[0].blocks[0]
    text = f"{block.text}\n\n{report_texts.ANSWERED}"
    reports.change_text(by=maj, now=ANSWERED, report=draft, block=block.id, seen=block.version, text=text)
    reports.resolve_comment(by=maj, now=ANSWERED, report=draft, section=first, id=uuid5(first, "comment"), seen=1)
    seen = reports.report(by=maj, id=draft).sections[0].written
    reports.mark_section_ready(by=maj, now=ANSWERED, report=draft, section=first, seen=seen)
    reports.review_section(by=torun, now=REVIEWED, report=draft, section=first, seen=seen)


def load_conclusions(round: UUID, conclusions: Mapping[int, UUID]) -> None:
    """Take conclusions into the draft, the strength first, in a section of their own before the last."""
    maj, draft = cast.actor("Maj Sävdunge", now=BEGUN), uuid5(round, "draft")
    section = uuid5(draft, "conclusions")
    if section in {each.id for each in reports.report(by=maj, id=draft).sections}:
        return
    heading = report_texts.CONCLUSIONS_HEADING
    reports.add_section(by=maj, now=BEGUN, key=section, report=draft, heading=heading)
    at = reports.Spot(draft, section)
    reports.put_text(by=maj, now=BEGUN, key=uuid5(section, "text"), at=at, text=report_texts.CONCLUSIONS_SAID)
    for number, comment in report_texts.CONCLUSIONS:
        key, part = uuid5(section, f"conclusion {number}"), conclusions[number].hex
        reports.put_part(by=maj, now=BEGUN, key=key, at=at, of="conclusion", part=part, text=comment)
    last = len(reports.report(by=maj, id=draft).sections)
    reports.move_section(by=maj, now=BEGUN, report=draft, section=section, place=last, steps=-1)


def _write(text: report_texts.Text, key: UUID, *, now: datetime, round: UUID, release: UUID) -> None:
    writer = Writer(now=now, report=key, round=round, release=release)
    reports.begin_report(by=writer.by, now=now, key=key, title=text.title, subtitle=text.subtitle)
    for number, (heading, level, parts) in enumerate(text.sections, start=1):
        writer.section(number, heading, level, parts)


def _written(by: Actor, key: UUID) -> bool:
    known = (*reports.reports(by=by, state=reports.State.SETTLED).items,
             *reports.reports(by=by, state=reports.State.DRAFT).items)  # fmt: skip
    return key in {line.id for line in known}
