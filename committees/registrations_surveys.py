"""What this part brings to the registries of `core`: Surveys of dates, and elections."""
