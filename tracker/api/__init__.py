"""Hand what pages show to programs: places, promises, figures, progress and what contradicts, to be read and no more."""
