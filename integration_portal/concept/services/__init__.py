"""Writes: `revisions`, `sections`, `links` (passages and margin), `decisions` about measures, and the `adoption`."""
