"""Demo data: fictitious organisations, people and measures with plausible German texts. Nothing here is about anybody real."""
