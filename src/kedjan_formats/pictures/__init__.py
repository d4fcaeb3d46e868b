"""Charts drawn on the server: pure functions from plain values to SVG text, for pages and for documents.

Every picture carries its title, its description and its figures as a table. Texts come in translated.
"""

from kedjan_formats.pictures.budgets import BudgetRow, BudgetText, budget_bars
from kedjan_formats.pictures.causes import CauseArrow, CauseBox, CauseText, Standing, cause_graph
from kedjan_formats.pictures.colours import DIFFERENCES, SHARES, Scale, counting, diverging, sequential
from kedjan_formats.pictures.course import CoursePoint, CourseText, course
from kedjan_formats.pictures.emotions import EmotionRow, EmotionText, emotion_distribution
from kedjan_formats.pictures.flow import FlowText, Stream, flow
from kedjan_formats.pictures.heat import HeatCell, HeatRow, HeatText, PlainRow, heat_table
from kedjan_formats.pictures.multiples import MultiplesText, Series, small_multiples
from kedjan_formats.pictures.response import ResponsePoint, ResponseText, first_below, response_curve
from kedjan_formats.pictures.scatter import ScatterDot, ScatterText, scatter
from kedjan_formats.pictures.shares import ShareRow, ShareText, share_bars
from kedjan_formats.pictures.svg import Layout, Picture, Words

__all__ = [
    "DIFFERENCES",
    "SHARES",
    "BudgetRow",
    "BudgetText",
    "CauseArrow",
    "CauseBox",
    "CauseText",
    "CoursePoint",
    "CourseText",
    "EmotionRow",
    "EmotionText",
    "FlowText",
    "HeatCell",
    "HeatRow",
    "HeatText",
    "Layout",
    "MultiplesText",
    "Picture",
    "PlainRow",
    "ResponsePoint",
    "ResponseText",
    "Scale",
    "ScatterDot",
    "ScatterText",
    "Series",
    "ShareRow",
    "ShareText",
    "Standing",
    "Stream",
    "Words",
    "budget_bars",
    "cause_graph",
    "counting",
    "course",
    "diverging",
    "emotion_distribution",
    "first_below",
    "flow",
    "heat_table",
    "response_curve",
    "scatter",
    "sequential",
    "share_bars",
    "small_multiples",
]
