"""What a server keeps of large media, and for how long, by a clock of the tests' own."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.core.blobs import folder as folders
from rpcface.core.blobs import upload as module
from rpcface.core.blobs.folder import Folder
from rpcface.core.blobs.quotas import Quotas
from rpcface.core.blobs.shelf import Shelf
from rpcface.core.blobs.uploads import Uploads
from rpcface.wire.blobs import Chunk

from .blobs import sha256


class Kept:
    """A shelf and its uploads, whose time is `now`."""

    def __init__(self, path: Path | None, seconds: float = 60.0) -> None:
        self.now = 1000.0
        self.folder = Folder(None if path is None else str(path))
        self.quotas = Quotas(10**6, 10**6)
        self.shelf = Shelf(self.folder, self.quotas, seconds, lambda: self.now)
        self.uploads = Uploads(
            self.folder, self.quotas, self.shelf, most=10**6, seconds=60.0, clock=lambda: self.now
        )

    def store(self, content: bytes = b"abc", caller: str = "me", **fields) -> rf.Media:
        done = self.uploads.write(Chunk(data=content, finish=True, **fields), caller)
        assert done.blob
        return done.blob


@pytest.fixture
def kept(tmp_path):
    made = Kept(tmp_path / "kept")
    yield made
    made.folder.close()


def files(kept):
    path = Path(kept.folder.file("", ""))
    return [one.name for one in path.iterdir() if one.name != "lock"]


def test_a_blob_goes_when_nobody_has_used_it_for_its_time(kept):
    blob = kept.store()
    assert blob.expire_time == 1060

    kept.now = 1059
    assert kept.shelf.find(blob.blob_id).expire_time == 1119
    kept.now = 1119
    for use in (kept.shelf.find, kept.shelf.open):
        with pytest.raises(rf.BlobGone):
            use(blob.blob_id)
    assert files(kept) == []


def test_asking_whether_a_blob_is_there_uses_it(kept):
    blob = kept.store()
    for kept.now in (1059, 1118):
        assert kept.shelf.has(blob.blob_id)

    kept.now = 1178
    assert not kept.shelf.has(blob.blob_id)


def test_an_upload_goes_when_nothing_is_added_for_its_time(kept):
    upload = kept.uploads.write(Chunk(data=b"a"), "me")
    kept.now = 1059
    kept.uploads.write(Chunk(upload.id, 1, data=b"b"), "me")
    kept.now = 1118
    kept.uploads.stat(upload.id)
    kept.now = 1178
    with pytest.raises(rf.BlobGone):
        kept.uploads.write(Chunk(upload.id, 2, data=b"c"), "me")
    assert files(kept) == []


def test_what_nobody_asks_for_any_more_is_swept_away(kept):
    kept.uploads.write(Chunk(data=b"a"), "me")
    kept.store()
    kept.now = 1030
    stays = kept.store(b"other")
    kept.now = 1060
    kept.shelf.sweep()
    kept.uploads.sweep()

    assert sorted(files(kept)) == [f"{stays.blob_id}.blob", f"{stays.blob_id}.json"]


def test_what_is_held_never_goes(kept):
    kept.shelf.hold(rf.Media("text/plain", b"abc", "", "a" * 64, 3, sha256(b"abc")))
    kept.now = 10**9
    kept.shelf.sweep()
    kept.shelf.drop("b")

    assert kept.shelf.find("a" * 64).expire_time == 0
    with kept.shelf.open("a" * 64) as file:
        assert file.read() == b"abc"


def test_without_an_end_blobs_stay(tmp_path):
    kept = Kept(tmp_path / "kept", float("inf"))
    blob = kept.store()
    kept.now = 10**12
    kept.shelf.sweep()

    assert kept.shelf.find(blob.blob_id).expire_time == blob.expire_time == 0
    kept.folder.close()


def test_a_file_that_is_open_lasts_until_it_is_closed(kept):
    blob = kept.store()
    with kept.shelf.open(blob.blob_id) as file:
        kept.shelf.drop(blob.blob_id)
        assert file.read() == b"abc"


def test_what_goes_makes_room(kept):
    for _ in range(100):
        kept.shelf.drop(kept.store(bytes(900_000)).blob_id)
        with pytest.raises(rf.LimitExceeded):
            kept.uploads.write(Chunk(size=990_000), "me")
        upload = kept.uploads.write(Chunk(data=bytes(900_000), size=900_001), "me")
        with pytest.raises(rf.BlobDamaged):
            kept.uploads.write(Chunk(upload.id, 900_000, finish=True), "me")
    assert files(kept) == []


def test_what_another_caller_has_stored_is_not_told(kept):
    mine = kept.store(sha256=sha256(b"abc"))
    promise = Chunk(sha256=sha256(b"abc"))

    assert kept.uploads.write(promise, "other").blob is None
    assert kept.uploads.write(promise, "me").blob == mine
    other = kept.store(caller="other")
    kept.shelf.drop(mine.blob_id)
    assert kept.uploads.write(promise, "me").blob is None
    assert kept.uploads.write(promise, "other").blob == other


def test_where_there_are_no_hard_links_content_comes_again(kept, monkeypatch):
    def link(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    kept.store()

    again = kept.uploads.write(Chunk(sha256=sha256(b"abc"), filename="other"), "me")

    assert again.blob is None
    assert sum(name.endswith(".json") for name in files(kept)) == 2


def test_the_next_server_goes_on_with_what_is_there(kept, tmp_path):
    blob = kept.store(b"abc", filename="a.txt", media_type="text/plain")
    upload = kept.uploads.write(Chunk(data=b"ab", size=4, sha256=sha256(b"abcd")), "me")
    half = kept.uploads.write(Chunk(data=b"xy"), "me")
    (tmp_path / "kept" / f"{half.id}.json").write_text("{")
    (tmp_path / "kept" / ("c" * 32 + ".blob")).write_text("strange")
    (tmp_path / "kept" / ("d" * 32 + ".json")).write_text("{}")
    (tmp_path / "kept" / "mine.txt").write_text("not the server's")
    kept.folder.close()

    after = Kept(tmp_path / "kept")
    after.now = os.path.getmtime(tmp_path / "kept" / f"{upload.id}.part") + 1
    for identifier, ending, known, used in after.folder.contents():
        place = after.shelf if ending == ".blob" else after.uploads
        told = (known["media_type"], None, known["filename"], identifier, known["size"])
        media = rf.Media(*told, bytes.fromhex(known["sha256"]))
        place.restore(media, known["caller"], used if ending == ".part" else after.now)

    assert after.shelf.find(blob.blob_id).filename == "a.txt"
    assert after.uploads.stat(upload.id).committed == 2
    done = after.uploads.write(Chunk(upload.id, 2, finish=True, data=b"cd"), "me")
    assert done.blob is not None
    assert sorted(name[-5:] for name in files(after)) == [
        ".blob",
        ".blob",
        ".json",
        ".json",
        "e.txt",
    ]
    after.folder.close()


def test_a_folder_is_one_servers_at_a_time(kept, tmp_path):
    with pytest.raises(OSError, match=r"blob_folder: another server keeps its blobs in '.*kept'"):
        Folder(str(tmp_path / "kept"))
    kept.folder.close()
    Folder(str(tmp_path / "kept")).close()


def test_a_folder_of_its_own_is_made_when_needed_and_goes_with_the_server(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = Kept(None)
    assert os.listdir(tmp_path) == []

    blob = kept.store()
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [f"{blob.blob_id}.blob"]
    kept.folder.close()

    assert os.listdir(tmp_path) == []
    with pytest.raises(OSError, match="has ended"):
        kept.store()


def test_a_folder_that_somebody_tidies_away_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = Kept(None)
    gone = kept.store()
    (folder,) = tmp_path.iterdir()
    (folder / f"{gone.blob_id}.blob").unlink()
    folder.rmdir()

    with pytest.raises(rf.BlobGone):
        kept.shelf.open(gone.blob_id)
    kept.shelf.open(kept.store().blob_id).close()
    kept.folder.close()


class Full(io.FileIO):
    """A file on a disk with room for five bytes."""

    def write(self, data):
        if self.tell() + len(data) <= 5:
            return super().write(data)
        if self.tell() < 5:
            return super().write(bytes(data)[: 5 - self.tell()])
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_leaves_nothing_half(kept, monkeypatch):
    monkeypatch.setattr(
        module, "open", lambda path, mode, buffering=0: Full(path, mode), raising=False
    )
    upload = kept.uploads.write(Chunk(data=b"abc"), "me")

    with pytest.raises(rf.LimitExceeded, match="disk is full; nothing of the content") as caught:
        kept.uploads.write(Chunk(upload.id, 3, data=b"defg"), "me")

    assert caught.value.metadata == {"limit": "disk"}
    assert files(kept) == []
    with pytest.raises(rf.BlobGone):
        kept.uploads.stat(upload.id)
    assert kept.store(b"small")


def test_a_disk_without_room_for_a_new_file_says_so_too(kept, monkeypatch):
    def created(path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folders, "_created", created)
    with pytest.raises(rf.LimitExceeded, match="disk is full"):
        kept.store()
    assert files(kept) == []
