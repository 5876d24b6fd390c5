"""What merging duplicates bring to the registries of `core`."""
