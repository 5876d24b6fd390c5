"""The environment of a local installation (`make run`, `make demo`, `make bench`).

It is production's environment with loopback values filled in: no debug pages, hashed files, a random secret
kept in VAR_DIR. Whatever the caller or a `.env` file sets wins.
"""

import os
import secrets
import sys
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent


def var_dir():
    """Return the folder for everything written at run time, made if missing; stop if it cannot be written."""
    path = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{path} cannot be created ({error.strerror}). Name another folder: VAR_DIR=… make run")
    blocked = [
        entry
        for entry in (path, path / "portal.sqlite3", path / "secret-key")
        if entry.exists() and not os.access(entry, os.R_OK | os.W_OK)
    ]
    if blocked:
        sys.exit(f"{blocked[0]} belongs to somebody else and is not writable. Name another folder: VAR_DIR=… make run")
    return path


def secret_key(folder):
    """Return the installation's own random key, made on first use and readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(60))
    return path.read_text().strip()


def prepare_environment():
    """Fill os.environ for this and all started processes; return VAR_DIR."""
    environ.Env.read_env(ROOT / ".env")
    folder = var_dir()
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_portal.settings")
    os.environ.setdefault("DEBUG", "off")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    os.environ.setdefault("HTTPS", "off")
    os.environ.setdefault("DEMO_ALLOWED", "on")
    os.environ.setdefault("EMAIL_URL", "filemail://")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(folder)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return folder
