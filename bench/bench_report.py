"""A report of 150 pages and 60 figures as a web page, as Word and as PDF: how much processor time does each take?

    python -m bench.bench_report [CHAPTERS FIGURES PARAGRAPHS]

Measured by processor time, of every thread, since the machine may have other things to do. Bound: 30 seconds each.
"""

import io
import os
import sys
import time
from collections.abc import Callable

MOST_SECONDS = 30.0
LEAST_PAGES = 150


def main(chapters: int = 30, figures: int = 60, paragraphs: int = 20) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedjan_site.settings.demo")
    import django

    django.setup()
    import pikepdf

    from bench.large_report import large_report
    from kedjan.reports.service import Format
    from kedjan_web.reports.document import written

    report = large_report(chapters, figures, paragraphs)

    made = {
        "page": taken(lambda: written(report, Format.PAGE, None, "Torun Hedspång")),
        "word": taken(lambda: written(report, Format.WORD, None, "Torun Hedspång")),
        "pdf": taken(lambda: written(report, Format.PDF, None, "Torun Hedspång")),
    }
    with pikepdf.open(io.BytesIO(made["pdf"][1])) as pdf:
        pages = len(pdf.pages)
    print(f"{chapters} chapters, {figures} figures, {pages} pages in the PDF")
    for name, (seconds, data) in made.items():
        print(f"  {name:5} {seconds:6.2f} s of processor time {len(data) / 1024:8.0f} kB")
    return 0 if pages >= LEAST_PAGES and all(seconds < MOST_SECONDS for seconds, _ in made.values()) else 1


def taken(make: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the processor time that making something took, and what was made."""
    began = time.process_time()
    data = make()
    return time.process_time() - began, data


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
