"""What this part brings to the registries of `core`: Papers."""
