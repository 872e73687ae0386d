"""What happens to captains and their ships."""

from django.db import connection, transaction

from .models import Admiral, Captain, Ship


def hire(name, age):
    """A new captain, stored. Returns the captain."""
    return Captain.objects.create(name=name, age=age)


def appoint(ship, captain):
    """The captain, who may never have been saved, commands the ship; both were free."""
    captain.save()
    ship.captain = captain
    ship.save()


def ship_or_none(captain):
    """Returns the captain's ship, or None where the captain has none."""
    return getattr(captain, "ship", None)


def dismiss(captain):
    """The captain leaves his ship; one without a ship is left alone."""
    Ship.objects.filter(captain=captain).update(captain=None)


def reassign(ship, captain):
    """The captain leaves the ship he has, if any, for this one, whoever commands it; as a whole or not at all."""
    with transaction.atomic():
        Ship.objects.filter(captain=captain).update(captain=None)
        ship.captain = captain
        ship.save()


def roster():
    """Returns pairs (captain's name, ship's name or None) of all captains, by the captain's name."""
    return list(Captain.objects.order_by("name").values_list("name", "ship__name"))


def promote(captain, fleet):
    """The captain becomes the admiral of that fleet. Returns the admiral."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO link_and_save_admiral (captain_id, fleet) VALUES (%s, %s)", [captain.pk, fleet]
        )
    return Admiral.objects.get(pk=captain.pk)


def demote(admiral):
    """The admiral is a captain again, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM link_and_save_admiral WHERE captain_id = %s", [admiral.pk])
