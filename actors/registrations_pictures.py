"""What pictures of the network bring to the registries of `core`."""
