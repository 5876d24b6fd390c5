"""axe-core for browser tests: `assert findings(page) == []` after a page has loaded."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def source():
    """The text of axe-core; `npm ci` brings it."""
    return SCRIPT.read_text(encoding="utf-8")


def findings(page, *, context="document", tags=TAGS):
    """Return axe's findings on a Playwright page as readable lines: "rule (impact): help – selector".

    The script is evaluated through the debugger, so the page's strict content security policy stays as it is.
    """
    page.evaluate(source())
    result = page.evaluate(
        "([context, tags]) => axe.run(context === 'document' ? document : context, {runOnly: {type: 'tag', values: tags}})",
        [context, list(tags)],
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} – {' '.join(map(str, node['target']))}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
