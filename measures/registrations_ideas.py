"""What ideas bring to the registries of `core`."""
