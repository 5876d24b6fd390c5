"""`make run`: prepare the installation, then run gunicorn and one job worker until Ctrl-C; scheduled jobs run in between.

Both are children of this process. When one of them ends by itself the other is stopped and the exit code is 1.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import local, prepare

DUE_EVERY = 300  # seconds between two runs of the scheduled jobs, as a timer does in production
PATIENCE = 12  # seconds that a job in progress gets to finish after the first signal


class Stop(Exception):
    """Somebody asked us to stop."""


def ask_to_stop(signum, frame):
    raise Stop


def port():
    """Return the port to use, or stop with a message when it is no port or in use."""
    value = os.environ.get("PORT") or "8000"
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        sys.exit(f"PORT={value} is not a port number. Example: PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except OSError as error:
            sys.exit(f"127.0.0.1:{value} cannot be used ({error.strerror}). Name another port: PORT=8001 make run")
    return int(value)


def start(*command):
    """Start a child that does not get the terminal's Ctrl-C itself: this process passes it on once."""
    return subprocess.Popen([sys.executable, *command], cwd=local.ROOT, start_new_session=True)


def answers(address):
    """Tell whether the portal answers."""
    try:
        with urllib.request.urlopen(address + "healthz", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def announce(address, folder):
    """Print where the portal is and who can log in."""
    print(f"\n  The portal runs at {address}   (Ctrl-C stops it)", flush=True)
    logins = folder / "demo-logins.tsv"
    if logins.exists():
        rows = [line.split("\t") for line in logins.read_text(encoding="utf-8").splitlines() if line.strip()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=False)]
        print(f"\n  Demo logins ({logins}):")
        for row in rows:
            print("    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)))
    print(flush=True)


def signal_all(children, signum):
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signum)


def stop(children):
    """Stop all children: politely, then firmly, then by force."""
    for signum, patience in ((signal.SIGTERM, PATIENCE), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        signal_all(children, signum)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if all(child.poll() is not None for child in children.values()):
                return
            time.sleep(0.05)


def run_due():
    """Start the scheduled jobs in a process of their own; one that hangs is safe to be joined by the next."""
    start("manage.py", "run_due")


def watch(children, address, folder):
    """Return the name of the first child that ended; announce the address as soon as the portal answers."""
    announced, next_due = False, time.monotonic() + 20
    while True:
        if time.monotonic() >= next_due:
            next_due = time.monotonic() + DUE_EVERY
            run_due()
        for name, child in children.items():
            if child.poll() is not None:
                return name
        if not announced and answers(address):
            announced = True
            announce(address, folder)
        time.sleep(0.5 if announced else 0.1)


def main():
    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGHUP, ask_to_stop)
    children = {}
    try:
        number = port()
        folder = prepare.prepare()
        os.environ.setdefault("GUNICORN_LOG_LEVEL", "warning")
        os.environ["PORT"] = str(number)
        children["gunicorn"] = start("-m", "gunicorn", "-c", "python:integration_portal.gunicorn_conf")
        children["the job worker"] = start(
            "manage.py", "db_worker", "--no-reload", "--queue-name", "*", "--interval", "0.5", "--verbosity", "1"
        )
        ended = watch(children, f"http://127.0.0.1:{number}/", folder)
        print(
            f"\nmake run: {ended} ended by itself (exit code {children[ended].returncode}); stopping.", file=sys.stderr
        )
        code = 1
    except Stop:
        print("\nStopping …", flush=True)
        code = 0
    finally:
        # A second Ctrl-C while stopping is not an answer to anything.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(children)
    return code


if __name__ == "__main__":
    sys.exit(main())
