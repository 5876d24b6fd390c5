"""What events bring to the registries of `core`."""
