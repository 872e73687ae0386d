"""What happens to captains and their ships."""

from django.db import transaction

from .models import Admiral, Captain, Ship


def hire(name, age):
    """A new captain, stored. Returns the captain."""
    captain = Captain(name=name, age=age)
    captain.save()
    return captain


def appoint(ship, captain):
    """The captain, who may never have been saved, commands the ship; both were free."""
    if captain.pk is None:
        captain.save()
    ship.captain = captain
    ship.save()


def ship_or_none(captain):
    """Returns the captain's ship, or None where the captain has none."""
    if hasattr(captain, "ship"):
        return captain.ship
    return None


def dismiss(captain):
    """The captain leaves his ship; one without a ship is left alone."""
    if hasattr(captain, "ship"):
        ship = captain.ship
        ship.captain = None
        ship.save()


def reassign(ship, captain):
    """The captain leaves the ship he has, if any, for this one, whoever commands it; as a whole or not at all."""
    with transaction.atomic():
        if hasattr(captain, "ship"):
            former = captain.ship
            former.captain = None
            former.save()
        ship.captain = captain
        ship.save()


def roster():
    """Returns pairs (captain's name, ship's name or None) of all captains, by the captain's name."""
    pairs = []
    for captain in Captain.objects.select_related("ship").order_by("name"):
        if hasattr(captain, "ship"):
            pairs.append((captain.name, captain.ship.name))
        else:
            pairs.append((captain.name, None))
    return pairs


def promote(captain, fleet):
    """The captain becomes the admiral of that fleet. Returns the admiral."""
    admiral = Admiral(captain=captain, fleet=fleet)
    admiral.name = captain.name
    admiral.age = captain.age
    admiral.save()
    return admiral


def demote(admiral):
    """The admiral is a captain again, and nothing else."""
    admiral.delete(keep_parents=True)
