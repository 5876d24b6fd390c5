"""What this part brings to the registries of `core`: The public pages of the committees."""
