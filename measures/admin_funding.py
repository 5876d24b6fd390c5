"""Admin of funding."""
