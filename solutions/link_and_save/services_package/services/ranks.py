"""Admirals."""

from ..models import Admiral


def promote(captain, fleet):
    """The captain becomes the admiral of that fleet. Returns the admiral."""
    admiral = Admiral(captain=captain, fleet=fleet, name=captain.name, age=captain.age)
    admiral.save()
    return admiral


def demote(admiral):
    """The admiral is a captain again, and nothing else."""
    admiral.delete(keep_parents=True)
