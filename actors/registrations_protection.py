"""What persons in depth and data protection bring to the registries of `core`."""
