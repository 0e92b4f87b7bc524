"""Hand what pages show to programs: places, promises, figures, progress and what contradicts; nothing is changed."""
