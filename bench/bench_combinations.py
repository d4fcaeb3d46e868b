"""Combinations of 100,000 reflections, each question new, beside the signed-in empty page of the same run.

    python -m bench.bench_combinations [REFLECTIONS]

Runs a whole installation on this machine, in a folder of its own. One client asks the combination page its questions:
pairs and larger sets, any and not, words. Each question is asked with many different conditions, so that no answer is
remembered, in turn with the empty page; the time from asking to answer and the processor's time of the whole
installation are both told. Bound: no question takes more than 200 ms more than the empty page, the median of either.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations, count
from pathlib import Path
from urllib.parse import quote

from bench.bench_pages import EMPTY, ROOT, wait_for
from bench.large_round import ASSIGNMENTS, SENTENCES, TAGS, file_of_reflections
from bench.load import ask, processor_of, settled

PORT, EACH = 8476, 9
MOST_MORE = 0.200
LARGEST_FILE = 9_000_000

type Line = Iterator[str]


def pairs() -> Line:
    """One tag after another to hold."""
    return (f"tag:{tag}" for tag in TAGS)


def any_and_not() -> Line:
    """Either of two tags, and not a third."""
    return (
        f"all(any(tag:{one};tag:{other});not(tag:{third}))"
        for one, other, third in zip(TAGS, TAGS[1:], TAGS[2:], strict=False)
    )


def felt() -> Line:
    """An assignment with some emotions, or a tag and none given."""
    tagged = zip(combinations(ASSIGNMENTS, 2), combinations(TAGS, 2), strict=False)
    return (f"any(all(assignment:{one};emotion:-2,-1);all(tag:{tag};emotion:none))" for (one, _), (tag, _) in tagged)


def words() -> Line:
    """A word that many have written, and a tag."""
    met = [word.strip(".,").lower() for sentence in SENTENCES for word in sentence.split() if len(word) > 4]
    return (f"all(words:{word};tag:{tag})" for tag, word in zip(TAGS * 3, dict.fromkeys(met), strict=False))


def only_words() -> Line:
    """A word alone."""
    met = [word.strip(".,").lower() for sentence in SENTENCES for word in sentence.split() if len(word) > 4]
    return (f"words:{word}" for word in dict.fromkeys(met))


QUESTIONS = {
    "pairs, a tag": (pairs, 2),
    "threes, a tag": (pairs, 3),
    "fives, a tag": (pairs, 5),
    "any and not, pairs": (any_and_not, 2),
    "any and not, to fives": (any_and_not, 5),
    "emotions, to threes": (felt, 3),
    "words": (only_words, 2),
    "words and a tag, to threes": (words, 3),
}


def main(many: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        given = {"DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo", "KEDJAN_DATA": folder}
        os.environ.update({**given, "PYTHONPATH": str(ROOT / "src")})
        path, cookie = prepared(many)
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(PORT)]
        log = Path(folder, "log").open("wb")
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(PORT)
            settled(served.pid)
            return measured(served.pid, path, {"Cookie": cookie}, many)
        finally:
            served.terminate()
            served.wait(30)
            log.close()


def prepared(many: int) -> tuple[str, str]:
    """Load the demo and a round of so many reflections, a file of a size that is taken at a time."""
    from kedjan_site.setup import set_up

    set_up()
    from kedjan_site.command.demo import made_ready
    from kedjan_site.settings.places import demo_folder

    made_ready(demo_folder())
    from django.urls import reverse

    from kedjan_site.demo.large import large_round, more_of_it, signed_in_cookie

    began = time.perf_counter()
    first, *others = parts(file_of_reflections(many))
    of = large_round(first)
    for number, part in enumerate(others):
        more_of_it(of, part, number)
    print(f"{many:,} reflections read in: {time.perf_counter() - began:.1f} s")
    return reverse("combinations", args=[of]), signed_in_cookie("Maj Sävdunge")


def parts(data: bytes) -> Iterator[bytes]:
    """Cut a file into several that are not too large, each with its headings."""
    head, *lines = data.splitlines(keepends=True)
    part, size = [head], 0
    for line in lines:
        if size + len(line) > LARGEST_FILE:
            yield b"".join(part)
            part, size = [head], 0
        part.append(line)
        size += len(line)
    yield b"".join(part)


def measured(process: int, path: str, headers: dict[str, str], many: int) -> int:
    """Ask every question beside the empty page; print; return 1 if the bound was broken."""
    cold = once(process, f"{path}?villkor=tag:{quote(TAGS[0])}", headers)[0]
    warm_up(path, headers)
    print(f"{many:,} reflections, one client, {EACH} of each; the first question of all took {cold * 1000:.0f} ms")
    print(f"{'question':<30}{'median':>10}{'more':>10}{'processor':>10}{'more':>10}")
    broken = []
    for name, (lines, largest) in QUESTIONS.items():
        empty, full = [], []
        for line, _ in zip(lines(), range(EACH), strict=False):
            empty.append(once(process, EMPTY, headers))
            full.append(once(process, f"{path}?villkor={quote(line)}&antal={largest}", headers))
        before, after = ([statistics.median(each) for each in zip(*some, strict=True)] for some in (empty, full))
        wall, used = after[0] - before[0], after[1] - before[1]
        told = (after[0], wall, after[1], used)
        print(f"{name:<30}" + "".join(f"{each * 1000:>7.0f} ms" for each in told))
        if wall > MOST_MORE:
            broken.append(f"{name}: {wall * 1000:.0f} ms more than the empty page")
    print("\n".join(broken) if broken else "held: under 200 ms more than the empty page")
    return 1 if broken else 0


def warm_up(path: str, headers: dict[str, str]) -> None:
    """Let every process have met the round and an assignment's question, which is not asked again."""
    for number in count():
        ask(PORT, f"{path}?villkor=assignment:{ASSIGNMENTS[number]}&antal=5", headers, clients=8, each=3)
        if number == 2:
            return


def once(process: int, path: str, headers: dict[str, str]) -> tuple[float, float]:
    """Return the seconds that an answer took, by the clock and of the processor, which is counted in hundredths."""
    used = processor_of(process)
    times = ask(PORT, path, headers, clients=1, each=1)
    if times.failed:
        raise SystemExit(f"not answered: {path}")
    return times.median, processor_of(process) - used


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
