"""The portal's own settings under the environment of a test run.

SQLite is a file, as in production, so that tests with threads and the live server meet its real locking.
TEST_DATABASE_URL runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

# pytest-xdist starts its workers from the first process: they share its folder and leave it to it.
if "PORTAL_TEST_VAR" not in os.environ:
    os.environ["PORTAL_TEST_VAR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_VAR"], ignore_errors=True)
_folder = os.path.join(os.environ["PORTAL_TEST_VAR"], os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.makedirs(os.path.join(_folder, "static"), exist_ok=True)

os.environ.update(
    {
        "DEBUG": "off",
        "SECRET_KEY": "only-for-tests-" + "x" * 40,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "HTTPS": "off",
        "HASHED_STATIC": "off",
        "DEMO_ALLOWED": "on",
        "VAR_DIR": _folder,
        "EMAIL_URL": "memorymail://",
        "CACHE_URL": "locmemcache://tests",
        "LOG_LEVEL": "WARNING",
        "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
    }
)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)

from integration_portal.settings import *  # noqa: E402, F403
from integration_portal.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only; never outside tests

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # The test database is dropped at the end; a connection kept open would forbid that.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
