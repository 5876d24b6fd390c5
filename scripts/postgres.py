"""A throw-away PostgreSQL for tests and benchmarks, on a free loopback port, gone afterwards.

    with postgres.cluster() as url: …

PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class Unavailable(Exception):
    """There is no PostgreSQL that could be started here; the message says why."""


def programs():
    """Return the folder with initdb and postgres, the newest version found; raise Unavailable without one."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)],
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        candidates.insert(0, Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable("no TEST_DATABASE_URL and no PostgreSQL server program (initdb) found")


def account():
    """Return the account that root lends to the server; None when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable("PostgreSQL does not run as root, and neither `postgres` nor `nobody` exists here")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def cluster():
    """Start a cluster and yield the URL of its database; it is stopped and removed at the end."""
    folder, owner = programs(), account()
    identity = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    home = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(home)}
    server = None
    try:
        password = secrets.token_hex(16)
        password_file = home / "password"
        password_file.write_text(password)
        if owner is not None:
            os.chown(home, owner.pw_uid, owner.pw_gid)
            os.chown(password_file, owner.pw_uid, owner.pw_gid)
        data, port = home / "data", free_port()

        def initdb(*locale):
            command = [
                folder / "initdb",
                "-D",
                data,
                "-U",
                "portal",
                "-A",
                "scram-sha-256",
                f"--pwfile={password_file}",
                "-E",
                "UTF8",
            ]
            return subprocess.run(
                [*command, "--no-sync", *locale],
                capture_output=True,
                text=True,
                env=environment,
                cwd=home,
                check=False,
                **identity,
            )

        # German rules of comparison where the server can: what sorts by the database's collation would show.
        result = initdb("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de-DE")
        if result.returncode:
            shutil.rmtree(data, ignore_errors=True)
            result = initdb("--locale=C.UTF-8")
        if result.returncode:
            raise Unavailable(f"initdb failed: {result.stderr.strip()[-500:]}")
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": home,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        log = (home / "server.log").open("w")
        server = subprocess.Popen(
            [
                folder / "postgres",
                "-D",
                data,
                *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
            ],
            stdout=log,
            stderr=log,
            env=environment,
            cwd=home,
            **identity,
        )
        url = f"postgres://portal:{password}@127.0.0.1:{port}/postgres"
        wait_for(server, port, home / "server.log")
        yield url
    finally:
        if server is not None:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(home, ignore_errors=True)


def wait_for(server, port, log):
    """Wait until the server takes connections; raise Unavailable when it does not."""
    for _ in range(300):
        if server.poll() is not None:
            break
        if "ready to accept connections" in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise Unavailable(f"PostgreSQL did not start on port {port}: {log.read_text(errors='replace')[-500:]}")
