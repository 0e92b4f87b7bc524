"""Answer each address: read the query, make one call downstairs, hand its rows to tables and a template."""
