"""What indicators bring to the registries of `core`."""
