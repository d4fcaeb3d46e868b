"""The part of the room's door that is about giving: handed on by `kedjan.reflection.service`."""

from kedjan.reflection.giving.addressing import add_from_file, read_recipients
from kedjan.reflection.giving.analysing import (
    analyses,
    analysis,
    begin_analysis,
    describe_analysis,
    place_round,
    set_problem_areas,
)
from kedjan.reflection.giving.belonging import Belonging, asked_in, belonging, belongings
from kedjan.reflection.giving.copying import copy_round
from kedjan.reflection.giving.declaring import own_askings
from kedjan.reflection.giving.joining import add_rule, apply_all_rules, apply_rules, remove_rule
from kedjan.reflection.giving.listing import recipients
from kedjan.reflection.giving.ordering import order_assignments
from kedjan.reflection.giving.previewing import preview
from kedjan.reflection.giving.publishing import extend, pause, publish, resume, withdraw
from kedjan.reflection.giving.readiness import missing
from kedjan.reflection.giving.recipients import add_recipients, remove_recipient
from kedjan.reflection.giving.reminding import awaited, remind
from kedjan.reflection.giving.scheduling import add_event, read_schedule, remove_event, schedule, take_schedule
from kedjan.reflection.giving.templates import keep_template, put_template_away, template, templates
from kedjan.reflection.giving.values import (
    AddressLedger,
    AddressRow,
    AnalysisRound,
    AreaCount,
    Awaited,
    Event,
    EventKind,
    Joined,
    Load,
    Missing,
    NotReady,
    Origin,
    ProblemArea,
    Recipient,
    RecipientRule,
    Recipients,
    Schedule,
    ScheduleFile,
    SituationAnalysis,
    Template,
    Theme,
    Unplaced,
    Warned,
    WarningKind,
)

__all__ = [
    "AddressLedger",
    "AddressRow",
    "AnalysisRound",
    "AreaCount",
    "Awaited",
    "Belonging",
    "Event",
    "EventKind",
    "Joined",
    "Load",
    "Missing",
    "NotReady",
    "Origin",
    "ProblemArea",
    "Recipient",
    "RecipientRule",
    "Recipients",
    "Schedule",
    "ScheduleFile",
    "SituationAnalysis",
    "Template",
    "Theme",
    "Unplaced",
    "Warned",
    "WarningKind",
    "add_event",
    "add_from_file",
    "add_recipients",
    "add_rule",
    "analyses",
    "analysis",
    "apply_all_rules",
    "apply_rules",
    "asked_in",
    "awaited",
    "begin_analysis",
    "belonging",
    "belongings",
    "copy_round",
    "describe_analysis",
    "extend",
    "keep_template",
    "missing",
    "order_assignments",
    "own_askings",
    "pause",
    "place_round",
    "preview",
    "publish",
    "put_template_away",
    "read_recipients",
    "read_schedule",
    "recipients",
    "remind",
    "remove_event",
    "remove_recipient",
    "remove_rule",
    "resume",
    "schedule",
    "set_problem_areas",
    "take_schedule",
    "template",
    "templates",
    "withdraw",
]
