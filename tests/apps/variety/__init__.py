"""Models of every shape, for the way from what models declare to their tables."""
