"""What mailing lists bring to the registries of `core`."""
