"""The box: where student code runs, and everything that keeps it there."""
