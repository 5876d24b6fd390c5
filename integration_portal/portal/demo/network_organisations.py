"""Demo data of addresses, relations, offers, logos and branches of actors."""


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
