"""What writing actors and persons has in common."""


def assign(row, data, guarded):
    """Set the fields of `data` on a row, except those that only services of their own may change."""
    for name, value in data.items():
        if name not in guarded:
            setattr(row, name, value)
