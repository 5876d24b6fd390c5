"""What confirming details by link, proposed changes and the pages of a partner bring to the registries of `core`."""
