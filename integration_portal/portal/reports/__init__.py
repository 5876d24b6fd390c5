"""Reports: putting them together, issuing, comparing, and writing them as PDF, Word and Excel."""
