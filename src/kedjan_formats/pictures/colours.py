"""The colours of the pictures, each with the class name by which a page may recolour it, and the scales for cells.

One hue from pale to deep for sizes, orange to blue around grey for deviations and emotions: both are told apart by
readers with any colour vision. Text on every fill has a contrast of at least 4.5 (WCAG 1.4.3).
"""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Paint:
    colour: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Step:
    """A fill and the ink that is read on it."""

    fill: Paint
    ink: Paint


_DARK, _WHITE = "#17202b", "#ffffff"

INK = Paint(_DARK, "picture-text")
MUTED = Paint("#525d6b", "picture-muted")
LINES = Paint("#d3d9e0", "picture-rule")
AXIS = Paint("#7a8593", "picture-axis")
HATCH = Paint("#c6cdd6", "picture-hatch")
HATCHED = Paint("#f3f5f7", "picture-hatched")
ACCENT = Paint("#1d5c96", "picture-accent")
ACCENT_PALE = Paint("#a9cae8", "picture-accent-pale")
OTHERS = Paint("#d3d9e0", "picture-others")
ALARM = Paint("#a34a05", "picture-alarm")
HALO = Paint(_WHITE, "picture-halo")


def _steps(kind: str, *fills: tuple[str, str]) -> tuple[Step, ...]:
    return tuple(
        Step(Paint(fill, f"picture-{kind}-{place}"), Paint(ink, f"picture-on-{kind}-{place}"))
        for place, (fill, ink) in enumerate(fills)
    )


SIZES = _steps(
    "size", ("#f2f6fa", _DARK), ("#dbe8f4", _DARK), ("#b9d4eb", _DARK),
    ("#86b5dc", _DARK), ("#2a6aa5", _WHITE), ("#123f6d", _WHITE),
)  # fmt: skip
DEVIATIONS = _steps(
    "deviation", ("#964405", _WHITE), ("#ee9f55", _DARK), ("#fbdfc1", _DARK), ("#f1f3f5", _DARK),
    ("#cfe2f3", _DARK), ("#86b5dc", _DARK), ("#1d5c96", _WHITE),
)  # fmt: skip
EMOTIONS = _steps(
    "emotion", ("#964405", _WHITE), ("#f3b679", _DARK), ("#dfe3e8", _DARK), ("#9cc4e6", _DARK), ("#1d5c96", _WHITE)
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which step an exact value falls in: from and including each break, counted outwards from 0 when diverging."""

    breaks: tuple[Fraction, ...]
    steps: tuple[Step, ...]
    diverging: bool = False

    def step(self, value: Fraction) -> Step:
        reached = bisect_right(self.breaks, abs(value) if self.diverging else value)
        if not self.diverging:
            return self.steps[reached]
        return self.steps[len(self.breaks) + (reached if value > 0 else -reached)]

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """The values between neighbouring steps, lowest first."""
        return (*(-bound for bound in reversed(self.breaks)), *self.breaks) if self.diverging else self.breaks


def sequential(*breaks: Fraction) -> Scale:
    """A scale of one hue with one to five rising breaks; fewer breaks use fewer, evenly spread depths."""
    _refuse_unless_rising(breaks, most=len(SIZES) - 1)
    last, count = len(SIZES) - 1, len(breaks)
    return Scale(breaks, tuple(SIZES[round(place * last / count)] for place in range(count + 1)))


def diverging(*breaks: Fraction) -> Scale:
    """A scale around 0 with one to three rising, positive breaks, mirrored below."""
    _refuse_unless_rising(breaks, most=3)
    if breaks[0] <= 0:
        raise ValueError("a diverging scale's breaks are above 0")
    middle = len(DEVIATIONS) // 2
    depths = [round(place * middle / len(breaks)) for place in range(1, len(breaks) + 1)]
    places = [*(middle - depth for depth in reversed(depths)), middle, *(middle + depth for depth in depths)]
    return Scale(breaks, tuple(DEVIATIONS[place] for place in places), diverging=True)


def counting(largest: int) -> Scale:
    """A scale for counts from 0 to `largest`, with whole-number breaks at about 5, 10, 20, 40 and 60 % of it."""
    parts = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5))
    return sequential(*sorted({Fraction(max(1, round(largest * part))) for part in parts}))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _refuse_unless_rising(breaks: tuple[Fraction, ...], *, most: int) -> None:
    if not 1 <= len(breaks) <= most or any(low >= high for low, high in pairwise(breaks)):
        raise ValueError("a scale has rising breaks, no more than its colours allow")


SHARES = sequential(Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5))
DIFFERENCES = diverging(Fraction(1, 50), Fraction(1, 20), Fraction(1, 10))
