"""The demo: OParl 1.1."""

from committees.oparl import sync


def make(actors, people, accounts):
    """Show the public part of the demo council through OParl; last, when all of it is there."""
    sync.rebuild()
