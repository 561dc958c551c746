"""Large media when things break: servers that are killed, full disks, lost connections."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest

import rpcface as rf
from rpcface.client import retries

from .blobs import MIB, Blobs, sha256
from .conftest import LONG

CONTENT = os.urandom(12 * MIB + 5)

DEMO = """
import hashlib
import rpcface as rf

def probe(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

demo = rf.Interface(probe, rf.File(), "text")
"""


@pytest.fixture
def serve(program, tmp_path):
    """Starts `rpcface serve` in a process of its own; its address and the process."""
    (tmp_path / "demo.py").write_text(DEMO)

    def start(port="0", **environment):
        folders = {"RPCFACE_BLOB_FOLDER": str(tmp_path / "kept"), "TMPDIR": str(tmp_path)}
        made = program(
            "-m", "rpcface", "serve", "demo.py", **(folders | {"RPCFACE_PORT": port} | environment)
        )
        return made.serves(), made.process

    return start


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait(LONG)


def test_an_upload_goes_on_after_the_server_was_killed_in_the_midst_of_it(serve, raw):
    address, process = serve()
    before = Blobs(raw(address))
    upload = before.write(size_bytes=len(CONTENT), sha256=sha256(CONTENT)).id
    begun = threading.Event()

    def send():
        at = 0
        while at < len(CONTENT):
            try:
                at = before.write(upload, at, CONTENT[at : at + MIB // 16]).committed_bytes
            except Exception:  # noqa: BLE001 - the server is gone
                return
            if at > 2 * MIB:
                begun.set()

    thread = threading.Thread(target=send)
    thread.start()
    assert begun.wait(LONG)
    kill(process)
    thread.join(LONG)

    after = Blobs(raw(serve()[0]))
    at = after.stat(upload).committed_bytes
    assert 2 * MIB < at < len(CONTENT)
    while at < len(CONTENT):
        data = CONTENT[at : at + MIB]
        kept = after.write(upload, at, data, finish=at + MIB >= len(CONTENT))
        at = kept.committed_bytes
    assert kept.blob.sha256 == sha256(CONTENT)
    assert after.read(upload) == CONTENT


def test_a_blob_is_there_still_after_the_server_was_killed(serve, raw):
    address, process = serve()
    blob = Blobs(raw(address)).store(CONTENT, media_type="video/mp4", filename="a.mp4")
    kill(process)

    after = Blobs(raw(serve()[0]))
    found = after.stat(blob.blob_id).blob

    assert (found.sha256, found.filename, found.media_type) == (blob.sha256, "a.mp4", "video/mp4")
    assert after.read(blob.blob_id) == CONTENT
    again = after.write(sha256=blob.sha256, media_type="video/mp4", filename="a.mp4")
    assert again.blob.blob_id == blob.blob_id


@pytest.mark.parametrize("folder", ["a folder", "no folder"])
def test_a_client_goes_on_by_itself_when_the_server_is_started_again(serve, connect, folder):
    options = {} if folder == "a folder" else {"RPCFACE_BLOB_FOLDER": ""}
    address, process = serve(**options)
    client, told = connect(address, timeout=LONG, retries=20), []

    def restart(done, total):
        told.append(done)
        if done == 5 * MIB and told.count(done) == 1:
            kill(process)
            serve(address.rpartition(":")[2], **options)

    media = client.upload(CONTENT, progress=restart)

    assert media.sha256 == sha256(CONTENT)
    assert client.predict(media) == sha256(CONTENT).hex()
    assert told.count(MIB) == (1 if folder == "a folder" else 2)


def test_a_client_that_reads_goes_on_when_the_server_is_started_again(serve, connect, tmp_path):
    address, process = serve()
    client, begun = connect(address, timeout=LONG, retries=20), []
    media = client.upload(CONTENT)

    def restart(done, total):
        begun.append(done)
        if len(begun) == 1:
            kill(process)
            serve(address.rpartition(":")[2])

    client.save_blob(media, tmp_path / "saved", progress=restart)

    assert (tmp_path / "saved").read_bytes() == CONTENT


def test_a_client_gives_up_where_no_server_comes_back(serve, connect, monkeypatch):
    monkeypatch.setattr(retries, "FIRST", 0.01)
    address, process = serve()
    client = connect(address, timeout=LONG)

    def stop(done, total):
        kill(process)

    with pytest.raises(rf.RpcfaceError) as caught:
        client.upload(CONTENT, progress=stop)
    assert caught.value.code is rf.StatusCode.UNAVAILABLE


def test_the_timeout_holds_for_the_tries_too(serve, connect):
    address, process = serve()
    client = connect(address, timeout=1.0, retries=20)

    with pytest.raises(rf.RpcfaceError) as caught:
        client.upload(CONTENT, progress=lambda *_: kill(process))
    assert caught.value.code in (rf.StatusCode.DEADLINE_EXCEEDED, rf.StatusCode.UNAVAILABLE)


def mounts(folder):
    """Whether this system lets tests mount a disk of their own."""
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=LONG)
    return done.returncode == 0


def test_a_full_disk_is_told_and_leaves_nothing_half(serve, raw, program, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    if not mounts(kept):
        pytest.skip("nothing can be mounted here")
    (tmp_path / "demo.py").write_text(DEMO)
    mount = (
        f"mount -t tmpfs -o size=8m none {kept} && exec {sys.executable} -m rpcface serve demo.py"
    )
    made = program(
        "-c",
        "import os, sys; os.execvp('unshare', ['unshare', '-m', 'sh', '-c', sys.argv[1]])",
        mount,
        RPCFACE_BLOB_FOLDER=str(kept),
    )
    server = Blobs(raw(made.serves()))
    upload = server.write().id
    for at in range(0, 7 * MIB, MIB):
        server.write(upload, at, CONTENT[at : at + MIB])

    failure = server.refused(upload, 7 * MIB, CONTENT[: MIB - 1])

    assert (failure.code, failure.info.metadata["limit"]) == ("RESOURCE_EXHAUSTED", "disk")
    assert failure.text == "the server's disk is full; nothing of the content is kept"
    assert server.is_gone(upload)
    inside = f"/proc/{made.process.pid}/root{kept}"
    assert os.listdir(inside) == ["lock"]
    blob = server.store(CONTENT[: 6 * MIB])  # there is room again
    assert server.read(blob.blob_id) == CONTENT[: 6 * MIB]


def resident(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        (line,) = (line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")
def test_a_server_stays_small_whatever_passes_through_it(serve, client, tmp_path):
    address, process = serve()
    piece = os.urandom(MIB)
    with open(tmp_path / "large.bin", "wb") as file:
        file.writelines(piece for _ in range(64))
    caller = client(address, timeout=4 * LONG)
    caller.predict(piece)
    before = resident(process)

    said = caller.predict(tmp_path / "large.bin")
    media = caller.upload(tmp_path / "large.bin")
    caller.save_blob(media, tmp_path / "back.bin")

    assert resident(process) - before < 24 * MIB
    with open(tmp_path / "back.bin", "rb") as file:
        assert said == sha256(file.read()).hex()
