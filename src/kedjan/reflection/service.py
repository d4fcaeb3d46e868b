"""The door of reflection: rounds, tag sets, files in, tables, texts and patterns."""

from kedjan.reflection.accepting import accept
from kedjan.reflection.answered import (
    AnsweredRound,
    OwnText,
    Standing,
    WaitingFile,
    answered_rounds,
    own_texts,
    standings,
)
from kedjan.reflection.answering import door as answering
from kedjan.reflection.answering.door import *  # noqa: F403
from kedjan.reflection.close_reading import (
    as_reader,
    as_reader_of,
    can_be_reached,
    kept_from,
    note_reading,
    own_loops,
    own_words,
    persons_behind,
    reading_order,
    tell_writer,
    text_versions,
    texts_of,
)
from kedjan.reflection.counting import warm_up
from kedjan.reflection.dialogue import door as dialogue
from kedjan.reflection.dialogue.door import *  # noqa: F403
from kedjan.reflection.emotions import (
    difference,
    emotion_by_area,
    emotion_by_assignment,
    emotion_spread,
    response_curve,
)
from kedjan.reflection.evaluating import door as evaluating
from kedjan.reflection.evaluating.door import *  # noqa: F403
from kedjan.reflection.exporting import TABLES, FileKind, export_tables
from kedjan.reflection.giving import door as giving
from kedjan.reflection.giving.door import *  # noqa: F403
from kedjan.reflection.handing import LoopTable, loop_table, loop_tables
from kedjan.reflection.imports import discard, imports, ledger, propose
from kedjan.reflection.keeping import door as keeping_door
from kedjan.reflection.keeping.door import *  # noqa: F403
from kedjan.reflection.ledger_values import (
    Change,
    Import,
    ImportState,
    Ledger,
    LedgerRow,
    Note,
    Problem,
    RowState,
)
from kedjan.reflection.patterns import approve_pattern, edit_pattern, patterns
from kedjan.reflection.proposed import Proposed, Sight, persons_in, proposed_at, proposed_in, tell_writers
from kedjan.reflection.reading import text, texts
from kedjan.reflection.responding import door as responding
from kedjan.reflection.responding.door import *  # noqa: F403
from kedjan.reflection.rounds import (
    add_assignments,
    change_assignment,
    change_round,
    create_round,
    round,  # noqa: A004 - the word of the trade
    rounds,
    set_readers,
)
from kedjan.reflection.sharing import SHARED_TABLES, Choice, propose_release, share, source_of
from kedjan.reflection.since import ChangedFigure, ChangedTable, changed_tables
from kedjan.reflection.sources import Reflections, cell_key, pattern_key, text_key
from kedjan.reflection.standard import standard_tags
from kedjan.reflection.table_values import (
    Cell,
    Curve,
    CurvePoint,
    Difference,
    Distribution,
    Distributions,
    Facts,
    Heading,
    Legend,
    Marking,
    Order,
    Part,
    Row,
    Show,
    Spread,
    SpreadEnd,
    SpreadRow,
    Table,
    TableNote,
    TextFilter,
)
from kedjan.reflection.tabling import by_area, tags_by_area, tags_by_assignment
from kedjan.reflection.tag_sets import add_tag_set, revise_tag_set, tag_set, tag_sets
from kedjan.reflection.taking import TextsTaken, areas_to_show, how_many, take_texts
from kedjan.reflection.ties import tie_respondents
from kedjan.reflection.undoing import undo
from kedjan.reflection.values import (
    Aspect,
    Assignment,
    AssignmentState,
    Family,
    Level,
    Pattern,
    PatternState,
    PatternTag,
    Reader,
    Round,
    RoundLine,
    Tag,
    TagSet,
    Text,
    TextPage,
    TextsSought,
)
from kedjan.reflection.voices import Behind, persons_by_area
from kedjan.reflection.wording import check_search, lemmas_in

__all__ = [
    "SHARED_TABLES",
    "TABLES",
    "AnsweredRound",
    "Aspect",
    "Assignment",
    "AssignmentState",
    "Behind",
    "Cell",
    "Change",
    "ChangedFigure",
    "ChangedTable",
    "Choice",
    "Curve",
    "CurvePoint",
    "Difference",
    "Distribution",
    "Distributions",
    "Facts",
    "Family",
    "FileKind",
    "Heading",
    "Import",
    "ImportState",
    "Ledger",
    "LedgerRow",
    "Legend",
    "Level",
    "LoopTable",
    "Marking",
    "Note",
    "Order",
    "OwnText",
    "Part",
    "Pattern",
    "PatternState",
    "PatternTag",
    "Problem",
    "Proposed",
    "Reader",
    "Reflections",
    "Round",
    "RoundLine",
    "Row",
    "RowState",
    "Show",
    "Sight",
    "Spread",
    "SpreadEnd",
    "SpreadRow",
    "Standing",
    "Table",
    "TableNote",
    "Tag",
    "TagSet",
    "Text",
    "TextFilter",
    "TextPage",
    "TextsSought",
    "TextsTaken",
    "WaitingFile",
    "accept",
    "add_assignments",
    "add_tag_set",
    "answered_rounds",
    "approve_pattern",
    "areas_to_show",
    "as_reader",
    "as_reader_of",
    "by_area",
    "can_be_reached",
    "cell_key",
    "change_assignment",
    "change_round",
    "changed_tables",
    "check_search",
    "create_round",
    "difference",
    "discard",
    "edit_pattern",
    "emotion_by_area",
    "emotion_by_assignment",
    "emotion_spread",
    "export_tables",
    "how_many",
    "imports",
    "kept_from",
    "ledger",
    "lemmas_in",
    "loop_table",
    "loop_tables",
    "note_reading",
    "own_loops",
    "own_texts",
    "own_words",
    "pattern_key",
    "patterns",
    "persons_behind",
    "persons_by_area",
    "persons_in",
    "propose",
    "propose_release",
    "proposed_at",
    "proposed_in",
    "reading_order",
    "response_curve",
    "revise_tag_set",
    "round",
    "rounds",
    "set_readers",
    "share",
    "source_of",
    "standard_tags",
    "standings",
    "tag_set",
    "tag_sets",
    "tags_by_area",
    "tags_by_assignment",
    "take_texts",
    "tell_writer",
    "tell_writers",
    "text",
    "text_key",
    "text_versions",
    "texts",
    "texts_of",
    "tie_respondents",
    "undo",
    "warm_up",
]
__all__ += answering.__all__
__all__ += dialogue.__all__
__all__ += evaluating.__all__
__all__ += giving.__all__
__all__ += keeping_door.__all__
__all__ += responding.__all__
