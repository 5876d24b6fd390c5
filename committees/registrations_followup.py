"""What this part brings to the registries of `core`: Resolutions and what became of them."""
