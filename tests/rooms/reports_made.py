"""Reports for the tests: a round with texts, what has been shared of it, and drafts written from that."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import a_round, file_of, read_in, the_reference

NOW = cast.NOW
TEXT = "Vi följer upp, men mest i juni. Då är det för sent för dem det gällde."
BARE = "Jag vet vad som behöver göras. Jag vet bara inte vilken tisdag."
CONSENT = reports.Wording(TEXT, consents=True, obtained="Muntligt, 3 juni")


def maj() -> Actor:
    """The one who writes, leads the round and reads its texts."""
    return cast.actor("Maj Sävdunge")


def torun() -> Actor:
    """The one who settles."""
    return cast.actor("Torun Hedspång")


def shared(by: Actor, study: UUID, *kinds: str, title: str = "Delat i juni", **more: object) -> releases.Release:
    """Some of a round's tables, shared with everybody."""
    choice = reflection.Choice(tables=kinds or ("tags_by_assignment",), **more)
    seen = reflection.propose_release(by=by, now=NOW, round=study, choice=choice).seen
    given = {"title": title, "purpose": "Till rapporten", "seen": seen, "key": uuid4(), "considered": True}
    return reflection.share(by=by, now=NOW, round=study, choice=choice, **given)


def the_study(by: Actor) -> tuple[reflection.Round, releases.Release]:
    """The published study, with its first table shared."""
    study = the_reference(by)
    return study, shared(by, study.id)


def rows_with_texts() -> Iterable[str]:
    """Six answers in preschool and two at the adapted school, so that one group is large enough to be named."""
    for number in range(6):
        text = TEXT if number == 0 else f"Svar nummer {number} från förskolan."
        yield f"01;Förskola;f{number};1;Vi vet vad som behöver göras;{text}"
    for number in range(2):
        text = BARE if number == 0 else "Vi är få."
        yield f"01;Anpassade skolformer;s{number};-1;Okej fungerande område;{text}"


def with_texts(by: Actor) -> reflection.Round:
    """A small round whose texts can be quoted."""
    study = a_round(by, title="Texter")
    read_in(by, study, file_of(*rows_with_texts()))
    return study


def text_of(by: Actor, study: reflection.Round, words: str) -> reflection.Text:
    """The reflection with these words."""
    return reflection.texts(by=by, now=NOW, round=study.id, search=words).texts.items[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with one section."""

    id: UUID
    section: UUID

    def spot(self, after: UUID | None = None) -> reports.Spot:
        return reports.Spot(self.id, self.section, after)


def a_draft(by: Actor, title: str = "Nulägesanalys", heading: str = "Det vi såg") -> Draft:
    """A draft begun by somebody."""
    report = reports.begin_report(by=by, now=NOW, key=uuid4(), title=title)
    section = reports.add_section(by=by, now=NOW, key=uuid4(), report=report, heading=heading)
    return Draft(report, section)


def put_text(by: Actor, draft: Draft, text: str = "Vi såg tre saker.", after: UUID | None = None) -> UUID:
    """A text last in the draft, or after a block."""
    return reports.put_text(by=by, now=NOW, key=uuid4(), at=draft.spot(after), text=text)


def put_table(by: Actor, draft: Draft, release: releases.Release, table: str = "tags_by_assignment") -> UUID:
    """A shared table last in the draft."""
    return reports.put_table(by=by, now=NOW, key=uuid4(), at=draft.spot(), release=release.line.id, table=table)


def put_quote(by: Actor, draft: Draft, study: reflection.Round, wording: reports.Wording, paraphrase: str = "") -> UUID:
    """A quote of the reflection that begins as the wording does."""
    cited = text_of(by, study, " ".join(wording.quote.split()[:2]))
    return reports.put_quote(
        by=by,
        now=NOW,
        key=uuid4(),
        at=draft.spot(),
        round=study.id,
        reflection=cited.id,
        wording=wording,
        text=paraphrase,
    )


def settled(by: Actor, id: UUID) -> reports.Report:
    """The report, settled as it stands."""
    revision = reports.report(by=by, id=id).revision
    reports.settle(by=by, now=NOW, report=id, seen=revision, publish_to=list(reports.Audience))
    return reports.report(by=by, id=id)


def blocks(report: reports.Report) -> list[reports.Block]:
    """Every block in order."""
    return [block for section in report.sections for block in section.blocks]


def texts(report: reports.Report) -> list[str]:
    """What the text blocks say."""
    return [block.content.text for block in blocks(report) if isinstance(block.content, reports.Paragraphs)]
