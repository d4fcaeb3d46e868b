"""The analyst's notebook runs as it is printed, where the web cannot be loaded."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "loops.ipynb"
WALL = """
import sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "kedjan", "kedjan_web", "kedjan_site"}:
            raise ImportError(name)

sys.meta_path.insert(0, Wall())
"""


# The notebook client leaves the kernel's sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_notebook_for_analysts_runs_without_the_web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.insert(0, new_code_cell(WALL))
    place = {"metadata": {"path": str(NOTEBOOK.parent)}}
    done = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place).execute()
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert len(code) > 5
    assert all(cell.outputs for cell in code[1:])
