"""The judge: one long-lived pytest session that is fed submissions. It never imports what it judges."""
