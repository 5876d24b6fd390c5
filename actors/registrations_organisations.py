"""What addresses, relations, offers, logos and branches of actors bring to the registries of `core`."""
