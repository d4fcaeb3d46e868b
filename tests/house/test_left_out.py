"""A process of Kedjan's own counts without what libraries bring along and nothing here uses."""

import subprocess
import sys

import pytest

from kedjan_site.left_out import LEFT_OUT

COUNTS = """
import sys
{first}
from kedjan_statistics import attendance
rows = [attendance.Month("p", "u", 9, "2026-09", 5000, 2000, 0)]
assert attendance.summarise(attendance.table(rows)).total.pupils == 1
import pyarrow.dataset
print(*sorted(set(sys.modules) & {names}))
"""
OURS = "from kedjan_site.left_out import leave_out; leave_out(); leave_out()"


@pytest.mark.parametrize(("first", "found"), [(OURS, set()), ("", LEFT_OUT)])
def test_what_is_left_out_is_loaded_by_others_alone(first: str, found: set[str]) -> None:
    code = COUNTS.format(first=first, names=set(LEFT_OUT))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (set(run.stdout.split()), run.stderr) == (set(found), "")


def test_the_command_and_the_web_server_leave_out_before_they_load_anything() -> None:
    for code in (
        "import sys; sys.argv = ['kedjan', '--help']; from kedjan_site.command import main; main()",
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kedjan_site.settings.demo'; import kedjan_site.wsgi",
    ):
        last = "; import sys; print('pandas' in sys.modules, sys.meta_path[0].__name__)"
        run = subprocess.run([sys.executable, "-c", code + last], capture_output=True, text=True, check=False)
        assert run.stdout.split()[-2:] == ["False", "LeftOut"], run.stderr
