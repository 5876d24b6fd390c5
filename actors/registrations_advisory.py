"""What the advisory log bring to the registries of `core`."""
