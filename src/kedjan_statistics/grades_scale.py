"""What grades are made of: scales with their points, subjects and the blocks that may stand for several of them.

Points are kept as whole tenths (A 200 ... E 100, F 0), so that sums are exact on every engine. A scale and a set of
subjects hold from a school year on; what is counted says by which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["A_TO_F", "COMPULSORY_SCHOOL", "NO_BASIS", "TENTHS", "Scale", "Subjects"]

TENTHS: Final = 10
"""What points are multiplied by."""

NO_BASIS: Final = -1
"""Stands in a subject's column for a dash: the teacher had no basis for a grade, because of absence."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades with their points in tenths, from the best to the lowest; from `passed` on a grade is a pass."""

    name: str
    points: Mapping[str, int]
    passed: int
    no_basis: str = "-"

    @property
    def steps(self) -> tuple[int, ...]:
        """The points of a pass, from the best down."""
        return tuple(sorted({each for each in self.points.values() if each >= self.passed}, reverse=True))

    def coded(self, grade: str) -> int:
        """The grade as it stands in a subject's column. Refuses what is not on the scale."""
        if grade == self.no_basis:
            return NO_BASIS
        if grade not in self.points:
            raise ValueError(f"{grade!r} is not a grade: {', '.join(self.points)} or {self.no_basis}")
        return self.points[grade]


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects that grades are given in, by their codes in SCB's files.

    `one_of`: codes of which a pupil reads one (Swedish, or Swedish as a second language). `blocks`: a grade for several
    subjects at once. `choice`: the language of one's own choice, which may be the seventeenth grade.
    """

    codes: tuple[str, ...]
    names: Mapping[str, str]
    one_of: tuple[str, ...] = ("SV", "SVA")
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choice: str = "M2"


A_TO_F: Final = Scale("A-F", {"A": 200, "B": 175, "C": 150, "D": 125, "E": 100, "F": 0}, passed=100)
"""The scale of the school regulation since 2011. Points: Skolverket's."""

_NAMES: Final = {
    "BL": "Bild",
    "EN": "Engelska",
    "HKK": "Hem- och konsumentkunskap",
    "IDH": "Idrott och hälsa",
    "MA": "Matematik",
    "M1": "Moderna språk, skolans val",
    "M2": "Moderna språk, språkval",
    "ML": "Modersmål",
    "MU": "Musik",
    "NO": "Naturorienterande ämnen",
    "BI": "Biologi",
    "FY": "Fysik",
    "KE": "Kemi",
    "SO": "Samhällsorienterande ämnen",
    "GE": "Geografi",
    "HI": "Historia",
    "RE": "Religionskunskap",
    "SH": "Samhällskunskap",
    "SL": "Slöjd",
    "SV": "Svenska",
    "SVA": "Svenska som andraspråk",
    "TN": "Teckenspråk",
    "TK": "Teknik",
    "OVR": "Annat ämne",
}

COMPULSORY_SCHOOL: Final = Subjects(
    codes=tuple(_NAMES),
    names=_NAMES,
    blocks={"NO": ("BI", "FY", "KE"), "SO": ("GE", "HI", "RE", "SH")},
)
"""The subjects of the compulsory school, as SCB collects final and term grades."""
