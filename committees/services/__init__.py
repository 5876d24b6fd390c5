"""Writes of the committees, one module for each part."""
