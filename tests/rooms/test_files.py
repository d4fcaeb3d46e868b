"""Kept files: their kind told by their bytes, their content checked, their disk in step with their rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from kedjan.access.service import NotHere, Refused
from kedjan.files import rules
from kedjan.files import service as files
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
TOMORROW = datetime.now(UTC) + timedelta(days=1)
PDF = b"%PDF-1.7 rapport"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a disk of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FILES", tmp_path)
    return tmp_path


def keep(data: bytes = PDF, name: str = "rapport.pdf", key: UUID | None = None, by: str = "Maj Sävdunge") -> files.File:
    return files.keep(by=cast.actor(by), now=cast.NOW, purpose="attachment", name=name, data=data, key=key or uuid4())


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_as_it_was(own_folder: Path) -> None:
    kept = keep()
    assert (kept.media_type, kept.size) == ("application/pdf", len(PDF))
    assert files.content(by=cast.actor("Maj Sävdunge"), id=kept.id) == PDF
    assert [path.name for path in on_disk(own_folder)] == [kept.sha256]


def test_the_same_key_twice_is_one_file_and_the_same_bytes_lie_once(own_folder: Path) -> None:
    key = uuid4()
    assert keep(key=key) == keep(key=key)
    keep(name="igen.pdf")
    maj = cast.actor("Maj Sävdunge")
    assert len(files.files(by=maj, purpose="attachment")) == 2
    assert len(on_disk(own_folder)) == 1


@pytest.mark.parametrize("data", [b"MZ\x90\x00program", b"PK\x03\x04 ett annat arkiv", b"bin\x00"])
def test_kinds_that_are_not_known_are_refused_whatever_they_are_called(data: bytes, own_folder: Path) -> None:
    with pytest.raises(Refused, match="not a kind of file"):
        keep(data, name="ofarlig.pdf")
    assert on_disk(own_folder) == []


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedjan.files.service.LARGEST", 10)
    with pytest.raises(Refused, match="larger than"):
        keep()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"\x89PNG\r\n\x1a\n", "image/png"), ("räksmörgås".encode(), "text/plain"), (b"\xff\xfe\x00", None)],
)
def test_the_kind_is_told_by_the_bytes(data: bytes, media_type: str | None) -> None:
    assert rules.media_type_of(data) == media_type


def test_another_providers_file_is_not_here() -> None:
    kept = keep()
    sten = cast.actor("Sten Klockvret")
    assert files.files(by=sten, purpose="attachment") == ()
    for question in (files.file, files.content):
        with pytest.raises(NotHere):
            question(by=sten, id=kept.id)


def test_bytes_that_have_changed_on_disk_are_not_handed_out(own_folder: Path) -> None:
    kept = keep()
    on_disk(own_folder)[0].write_bytes(b"%PDF-1.7 annat!!")
    with pytest.raises(NotHere, match="not on disk as it was kept"):
        files.content(by=cast.actor("Maj Sävdunge"), id=kept.id)


def test_a_removed_file_is_gone_but_its_bytes_stay_for_the_backup(own_folder: Path) -> None:
    kept, maj = keep(), cast.actor("Maj Sävdunge")
    files.remove(by=maj, now=cast.NOW, id=kept.id)
    with pytest.raises(NotHere):
        files.file(by=maj, id=kept.id)
    assert files.sweep(now=TOMORROW) == 0 and kept.sha256 in files.named_on_disk()


def test_what_a_crash_left_behind_is_swept_at_start(own_folder: Path) -> None:
    kept = keep()
    folder = own_folder / "kept" / "ab"
    folder.mkdir()
    (folder / ("ab" * 32)).write_bytes(b"halvt")
    (folder / ".tmp123").write_bytes(b"ha")
    assert files.sweep(now=datetime.now(UTC)) == 0
    assert files.sweep(now=TOMORROW) == 2
    assert [path.name for path in on_disk(own_folder)] == [kept.sha256]


def test_a_full_disk_leaves_neither_row_nor_half_a_file(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kedjan.files.blobs.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keep()
    assert on_disk(own_folder) == []
    assert files.files(by=cast.actor("Maj Sävdunge"), purpose="attachment") == ()


def test_of_a_file_that_is_forgotten_neither_row_nor_bytes_are_left() -> None:
    kept, maj = keep(), cast.actor("Maj Sävdunge")
    files.forget(by=cast.actor("Sten Klockvret"), now=cast.NOW, ids=[kept.id])
    assert files.content(by=maj, id=kept.id) == PDF, "the neighbour forgets nothing of ours"
    files.forget(by=maj, now=cast.NOW, ids=[kept.id])
    files.sweep(now=TOMORROW)
    assert kept.sha256 not in files.named_on_disk()
    assert files.kept_bytes(kept.sha256) is None
