"""What differs between two revisions: `tree` finds what became of each section, `blocks` what changed in its text, and
`words` within a paragraph, a list or a cell of a table."""
