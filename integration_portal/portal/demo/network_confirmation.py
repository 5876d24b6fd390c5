"""Demo data of confirming details by link, proposed changes and the pages of a partner."""


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
