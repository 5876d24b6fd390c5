"""Admin of ideas."""
