"""Read files as people make them: find their tables, propose what each column is, read the figures; saves nothing."""
