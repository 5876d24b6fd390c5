"""What coordination bring to the registries of `core`."""
