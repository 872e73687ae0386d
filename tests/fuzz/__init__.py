"""Coverage-guided search for input that breaks what reads strangers' bytes: the codec of the border, and intake."""
