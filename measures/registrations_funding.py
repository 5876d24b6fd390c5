"""What funding bring to the registries of `core`."""
