"""Enter many figures or targets from one file: compared first, then saved together, by the road of every entry."""
