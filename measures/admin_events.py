"""Admin of events."""
