"""What the public pages of the network bring to the registries of `core`."""
