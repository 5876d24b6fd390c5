"""Admin of indicators."""
