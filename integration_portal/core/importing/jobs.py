"""Registers the background jobs of imports; imported once by the floor's registrations."""

from ..jobs import job
from .batches import UNDO, run_check, run_commit, run_undo

job("core.import.check")(run_check)
job("core.import.commit")(run_commit)
job(UNDO)(run_undo)
