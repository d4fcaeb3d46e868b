"""How far two readers who coded the same texts apart from each other agree (methods 4.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers' yes and no on the same texts.

    `both`, `first_only`, `second_only`, `neither` are texts. `share` is how many they judged alike, `kappa` Cohen's
    (1960) and `alpha` Krippendorff's for two readers and two values; None where it has no value: no texts, or for kappa
    and alpha where everybody said the same of everything.
    """

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def texts(self) -> int:
        """Texts that both have judged."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def share(self) -> Fraction | None:
        """Texts judged alike of all texts."""
        return Fraction(self.both + self.neither, self.texts) if self.texts else None

    @property
    def kappa(self) -> Fraction | None:
        """Agreement beyond what each reader's own share of yes would give by chance: (po - pe) / (1 - pe)."""
        n = self.texts
        if not n:
            return None
        first, second = self.both + self.first_only, self.both + self.second_only
        chance = Fraction(first * second + (n - first) * (n - second), n * n)
        observed = Fraction(self.both + self.neither, n)
        return (observed - chance) / (1 - chance) if chance != 1 else None

    @property
    def alpha(self) -> Fraction | None:
        """1 - Do / De on nominal data without gaps, De from all 2n judgements taken together without replacement."""
        n = 2 * self.texts
        yes = 2 * self.both + self.first_only + self.second_only
        no = n - yes
        if not yes or not no:
            return None
        disagreed = Fraction(self.first_only + self.second_only, self.texts)
        return 1 - disagreed / Fraction(2 * yes * no, n * (n - 1))


def agreement(judged: Iterable[tuple[bool, bool]]) -> Agreement:
    """Count pairs of judgements, the first reader's before the second's."""
    pairs = list(judged)
    return Agreement(
        both=sum(a and b for a, b in pairs),
        first_only=sum(a and not b for a, b in pairs),
        second_only=sum(b and not a for a, b in pairs),
        neither=sum(not a and not b for a, b in pairs),
    )
