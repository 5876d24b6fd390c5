"""What this part brings to the registries of `core`: OParl 1.1."""
