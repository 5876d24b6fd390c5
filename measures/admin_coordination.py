"""Admin of coordination."""
