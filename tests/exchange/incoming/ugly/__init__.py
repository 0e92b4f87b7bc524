"""Files as people make them, each with what reading must come to; written before the reader."""
