"""The demo: Committees, their rules, seats and members."""


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
