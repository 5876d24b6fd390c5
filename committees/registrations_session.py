"""What this part brings to the registries of `core`: The meeting itself and its minutes."""
