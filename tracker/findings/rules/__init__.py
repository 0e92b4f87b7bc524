"""Hold the data checks, one file a rule; a rule holds no place name and no figure."""
