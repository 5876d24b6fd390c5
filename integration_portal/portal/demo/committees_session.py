"""The demo: The meeting itself and its minutes."""


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
