"""Servers of a test's own on loopback: a PostgreSQL cluster in a temporary folder, and a store that speaks S3."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

PASSWORD = "kept%secret/it:is"  # what a careless address breaks on


@dataclass
class Cluster:
    """A running PostgreSQL server; `uri` is of the database with one schema a test."""

    uri: str
    programs: Path
    port: int

    def run(self, *statements: str) -> None:
        """Run statements, each committed."""
        command = [str(self.programs / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", self.uri]
        subprocess.run(command, input=";\n".join(statements), text=True, check=True, stdout=subprocess.DEVNULL)


def find_free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs: on the path, or where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return debian[-1].parent if debian else None


@contextmanager
def open_cluster(folder: Path) -> Iterator[Cluster]:
    """Make a cluster in a folder, start its server, and stop it at the end; skip where that cannot be done."""
    programs = find_programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL server here (.ci/install-postgresql installs Debian's)")
    become: list[str] = []
    data, secret = folder / "data", folder / "secret"
    data.mkdir()
    secret.write_text(PASSWORD + "\n")
    if os.getuid() == 0:  # which the server refuses to be
        if shutil.which("setpriv") is None:
            pytest.skip("root cannot run PostgreSQL, and there is no setpriv to become somebody else")
        names = {user.pw_name: user for user in pwd.getpwall()}
        user = names.get("postgres") or names["nobody"]
        become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        for path in (data, secret):
            os.chown(path, user.pw_uid, user.pw_gid)
        for parent in (folder, *folder.parents):
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    port = find_free_port()
    make = [programs / "initdb", "-D", data, "-U", "reader", "-A", "scram-sha-256", f"--pwfile={secret}"]
    subprocess.run(
        [*become, *map(str, make), "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    listen = ["-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
    with (folder / "server.log").open("wb") as log:
        command = [*become, str(programs / "postgres"), "-D", str(data), *listen]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        uri = f"postgresql://reader:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
        _wait_for(programs, port, server)
        yield Cluster(uri, programs, port)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(programs: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(300):
        assert server.poll() is None, "the server has died"
        if subprocess.run(ready).returncode == 0:
            return
        time.sleep(0.1)
    raise TimeoutError("the server does not answer")


@contextmanager
def open_store() -> Iterator[str]:
    """Start a store that speaks S3, yield its address, and stop it at the end."""
    moto = pytest.importorskip("moto.server", reason="there is no moto to stand for an S3 store")
    pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=find_free_port(), verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()
