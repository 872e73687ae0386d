"""What happens to captains and their ships."""

from .models import Admiral, Captain, Ship


def hire(name, age):
    """A new captain, stored. Returns the captain."""


def appoint(ship, captain):
    """The captain, who may never have been saved, commands the ship; both were free."""


def ship_or_none(captain):
    """Returns the captain's ship, or None where the captain has none."""


def dismiss(captain):
    """The captain leaves his ship; one without a ship is left alone."""


def reassign(ship, captain):
    """The captain leaves the ship he has, if any, for this one, whoever commands it; as a whole or not at all."""


def roster():
    """Returns pairs (captain's name, ship's name or None) of all captains, by the captain's name."""


def promote(captain, fleet):
    """The captain becomes the admiral of that fleet. Returns the admiral."""


def demote(admiral):
    """The admiral is a captain again, and nothing else."""
