"""What the blocks of a draft show to one reader now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kedjan.access.service import Actor
from kedjan.reports import models
from kedjan.reports.contents import (
    Content,
    Explained,
    LivingPart,
    Paragraphs,
    Paraphrased,
    Quoted,
    Sentence,
    ShownPicture,
    ShownTable,
    Table,
    Unavailable,
    Unconsented,
)
from kedjan.reports.kept_quotes import BASKET, NOT_YOURS, consents_of, shown_quote
from kedjan.reports.latest import Shared
from kedjan.reports.living import Reference, parts_of, shown_part
from kedjan.reports.ports import noop, said
from kedjan.reports.tables import About, shown_table
from kedjan.reports.taking import WITHDRAWN
from kedjan.reports.texts import quoted_key, unreadable_blocks
from kedjan.reports.values import Block, BlockKind, DataSet, Ready, Section
from kedjan.themes.service import Consented


@dataclass(frozen=True, slots=True)
class Followed:
    """What a draft follows: which quotes this reader may not read, how those of the basket stand, and living parts."""

    closed: frozenset[UUID]
    kept: Mapping[str, Consented]

    parts: Mapping[Reference, LivingPart | None]

    def consent(self, row: models.Block) -> Consented | None:
        """Return how a block's quote of the basket stands; None where it is gone."""
        return self.kept.get(row.content[BASKET])


def table_of(shared: Shared, block: Mapping[str, Any]) -> Table | None:
    """Return the table that a block refers to, or None where it has been withdrawn."""
    reference = shared.now(block)
    release = shared.release(reference["release"])
    tables = release.tables if release else ()
    found = next((each for each in tables if each.key == reference["table"]), None)
    if release is None or found is None:
        return None
    return shown_table(release, found, About(**{each.name: reference[each.name] for each in fields(About)}))


def resolved(by: Actor, report: models.Report) -> tuple[Section, ...]:
    """Return a draft's sections with what their blocks show to `by`."""
    unresolved = Count("comments", filter=Q(comments__resolved_at=None))
    found = models.Section.objects.filter(report=report, removed_at=None).annotate(open_comments=unresolved)
    rows = list(found.order_by("position"))
    blocks: dict[UUID, list[models.Block]] = {row.id: [] for row in rows}
    for block in models.Block.objects.filter(section__in=rows, removed_at=None).order_by("position"):
        blocks[block.section_id].append(block)
    every = [block for each in blocks.values() for block in each]
    unsure = {b.id: quoted_key(b.content) for b in every if b.kind == BlockKind.QUOTE and not b.content["consents"]}
    followed = Followed(unreadable_blocks(by, unsure), consents_of(by, every), parts_of(by, every))
    shared = Shared(by)
    shown = {block.id: _block(block, shared, followed) for block in every}
    explained = explanations(block.content for block in shown.values())
    return tuple(
        Section(
            row.id,
            row.heading,
            row.level,
            tuple(_explained(shown[block.id], explained) for block in blocks[row.id]),
            row.version,
            row.written,
            Ready(row.ready_by, row.ready_at, row.ready_revision) if row.ready_at else None,
            Ready(row.reviewed_by, row.reviewed_at, row.reviewed_revision) if row.reviewed_at else None,
            row.open_comments,
            row.guidance,
        )
        for row in rows
    )


def tables_in(contents: Iterable[Content]) -> list[Table]:
    """Return the tables shown or drawn, each as often as it occurs."""
    return [content.table for content in contents if isinstance(content, ShownTable | ShownPicture)]


def explanations(contents: Iterable[Content]) -> Explained:
    """Return what the figures mean, whom they are about, where they come from and by which rules, once each."""
    items: dict[tuple[str, str], None] = {}
    for facts in (table.facts for table in tables_in(contents)):
        for term, text in (
            (noop("Definition"), facts.definition),
            (noop("Population"), facts.population),
            (noop("Source"), facts.source),
            (noop("Marking"), facts.rule),
            (noop("Threshold"), facts.threshold),
            (noop("Hiding"), facts.hiding),
        ):
            if text:
                items[said(term), text] = None
    return Explained(tuple(items))


def data_sets(contents: Iterable[Content]) -> tuple[DataSet, ...]:
    """Return the releases that tables and pictures come from, once each."""
    facts = {table.facts.release: table.facts for table in tables_in(contents)}
    return tuple(
        DataSet(UUID(hex=each.release), each.release_title, each.round, each.revision, each.shared_at)
        for each in facts.values()
    )


def _explained(block: Block, explained: Explained) -> Block:
    return replace(block, content=explained) if isinstance(block.content, Explained) else block


def _block(row: models.Block, shared: Shared, followed: Followed) -> Block:
    kind = BlockKind(row.kind)
    content = _content(row, kind, shared, followed)
    reference = row.content
    if row.id in followed.closed and not isinstance(content, Quoted):
        reference = {name: kept for name, kept in row.content.items() if name != "quote"}
    return Block(row.id, kind, reference, row.text, content, row.version, row.changed_by, row.changed_at)


def _content(row: models.Block, kind: BlockKind, shared: Shared, followed: Followed) -> Content:
    match kind:
        case BlockKind.TEXT:
            return Paragraphs(row.text)
        case BlockKind.TABLE | BlockKind.PICTURE:
            return _drawn(row, kind, table_of(shared, row.content))
        case BlockKind.PATTERN:
            about, revision = row.content["about"], int(row.content["revision"])
            return Sentence(row.content["sentence"], about, row.text, row.content["round"], revision)
        case BlockKind.QUOTE:
            return _quote(row, followed)
        case BlockKind.LIVING:
            return shown_part(row, followed.parts)
    return Explained(())


def _drawn(row: models.Block, kind: BlockKind, table: Table | None) -> Content:
    if table is None:
        return Unavailable(said(WITHDRAWN))
    if kind is BlockKind.TABLE:
        return ShownTable(table, row.text)
    return ShownPicture(row.content["drawing"], table, row.content["about"], row.text)


def _quote(row: models.Block, followed: Followed) -> Content:
    """With consent the words; without it the paraphrase; until there is one, the words to those who may read them."""
    kept = row.content
    if kept.get(BASKET):
        return shown_quote(row, followed.consent(row), closed=row.id in followed.closed)
    if kept["consents"]:
        return Quoted(kept["quote"], kept["group"], kept["about"], kept["obtained"], row.text)
    if row.text:
        return Paraphrased(row.text, kept.get("reflections", 0), kept["about"], kept.get("persons", 0))
    if row.id in followed.closed:
        return Unavailable(said(NOT_YOURS))
    return Unconsented(kept["quote"], kept["group"], kept["about"])
