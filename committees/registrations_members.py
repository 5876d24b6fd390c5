"""What this part brings to the registries of `core`: Committees, their rules, seats and members."""
