"""Lanes: who grades, on this machine."""
