"""Resolve requirements*.in into requirements*.lock: for every platform, with hashes, without index addresses.

uv is installed for the moment into a folder of its own, because nothing else needs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--custom-compile-command=make locks",
    "--upgrade",
    "--quiet",
)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "uv"], check=True)
        uv = Path(folder) / "bin" / "uv"
        # The runtime first: the development lock is held to its versions.
        for name in ("requirements", "requirements-dev", "requirements-node"):
            subprocess.run([uv, "pip", "compile", *OPTIONS, "-o", f"{name}.lock", f"{name}.in"], cwd=ROOT, check=True)
            print(f"{name}.lock")


if __name__ == "__main__":
    main()
