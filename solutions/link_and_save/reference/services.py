"""What happens to captains and their ships."""

### BEGIN SOLUTION
from django.db import transaction

### END SOLUTION
from .models import Admiral, Captain, Ship


def hire(name, age):
    """A new captain, stored. Returns the captain."""
    ### BEGIN SOLUTION
    return Captain.objects.create(name=name, age=age)
    ### END SOLUTION


def appoint(ship, captain):
    """The captain, who may never have been saved, commands the ship; both were free."""
    ### BEGIN SOLUTION
    if captain.pk is None:
        captain.save()
    ship.captain = captain
    ship.save(update_fields=["captain"])
    ### END SOLUTION


def ship_or_none(captain):
    """Returns the captain's ship, or None where the captain has none."""
    ### BEGIN SOLUTION
    try:
        return captain.ship
    except Ship.DoesNotExist:
        return None
    ### END SOLUTION


def dismiss(captain):
    """The captain leaves his ship; one without a ship is left alone."""
    ### BEGIN SOLUTION
    Ship.objects.filter(captain=captain).update(captain=None)
    ### END SOLUTION


def reassign(ship, captain):
    """The captain leaves the ship he has, if any, for this one, whoever commands it; as a whole or not at all."""
    ### BEGIN SOLUTION
    with transaction.atomic():
        Ship.objects.filter(captain=captain).update(captain=None)
        ship.captain = captain
        ship.save(update_fields=["captain"])
    ### END SOLUTION


def roster():
    """Returns pairs (captain's name, ship's name or None) of all captains, by the captain's name."""
    ### BEGIN SOLUTION
    return Captain.objects.order_by("name").values_list("name", "ship__name")
    ### END SOLUTION


def promote(captain, fleet):
    """The captain becomes the admiral of that fleet. Returns the admiral."""
    ### BEGIN SOLUTION
    admiral = Admiral(captain=captain, fleet=fleet)
    admiral.name, admiral.age = captain.name, captain.age
    admiral.save()
    return admiral
    ### END SOLUTION


def demote(admiral):
    """The admiral is a captain again, and nothing else."""
    ### BEGIN SOLUTION
    admiral.delete(keep_parents=True)
    ### END SOLUTION
