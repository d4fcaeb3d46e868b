"""The processes of an installation, as their keeper begins them."""

import os
import sys
from pathlib import Path

from kedjan_site.supervisor import GIVES_WAY, children

TELLS = """
import os, pathlib, sys
group = pathlib.Path("/proc/self/autogroup")
pathlib.Path(sys.argv[1]).write_text(f"{os.nice(0)} {group.read_text().split()[-1] if group.exists() else None}")
"""


def test_whoever_writes_files_gives_way_to_those_who_answer_pages(tmp_path: Path) -> None:
    said = {}
    for child in children("127.0.0.1", 1, 1):
        child.command = [sys.executable, "-c", TELLS, str(tmp_path / child.name)]
        child.start()
        assert child.process is not None
        assert child.process.wait(30) == 0
        said[child.name] = (tmp_path / child.name).read_text().split()
    usual = os.nice(0)
    assert [said[name][0] for name in ("web", "worker")] == [str(usual), str(usual + GIVES_WAY)]
    shares = [said[name][1] for name in ("web", "worker")]
    assert shares in (["0", str(GIVES_WAY)], ["None", "None"]), "a system that shares by sessions is told of it too"
