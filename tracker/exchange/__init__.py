"""Read and write files and numbers as people write them; know no request."""
