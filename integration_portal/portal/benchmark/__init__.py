"""What `manage.py bench` measures: one module per part of the portal, each yielding `Figure`s."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure: what, its value, its limit (None for information only), and how both are written."""

    what: str
    value: float
    limit: float | None = None
    unit: str = ""
    digits: int = 0

    @property
    def is_kept(self):
        return self.limit is None or self.value <= self.limit

    @property
    def row(self):
        limit = "–" if self.limit is None else f"{self.limit:g} {self.unit}".strip()
        verdict = "" if self.limit is None else ("kept" if self.is_kept else "**not kept**")
        return f"| {self.what} | {self.value:.{self.digits}f} {self.unit} | {limit} | {verdict} |"
