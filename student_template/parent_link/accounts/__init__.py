"""The project's own user model, as in real projects: every exercise's project has this app."""
