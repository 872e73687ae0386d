"""What runs your tests. Nothing of it is yours to change: an update replaces it."""
