"""Views of the concept: `office`, `sections` and `margin` for writing, `decisions`, `adoption`, `comparing`, and `public`."""
