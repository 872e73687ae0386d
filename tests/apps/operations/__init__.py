"""An app that is migrated and used twice: in the test's own process, and in the box."""
