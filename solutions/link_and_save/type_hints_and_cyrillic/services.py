"""What happens to captains and their ships."""

from django.db import transaction

from .models import Admiral, Captain, Ship


def hire(name: str, age: int) -> Captain:
    """Новый капитан."""
    return Captain.objects.create(name=name, age=age)


def appoint(ship: Ship, captain: Captain) -> Ship:
    """Капитан получает корабль."""
    captain.save()
    ship.captain = captain
    ship.save()
    return ship


def ship_or_none(captain: Captain) -> Ship | None:
    """Корабль капитана или None."""
    return getattr(captain, "ship", None)


def dismiss(captain: Captain) -> bool:
    """Капитан сходит на берег."""
    return Ship.objects.filter(captain=captain).update(captain=None) > 0


def reassign(ship: Ship, captain: Captain) -> tuple[Ship, Captain]:
    """Капитан переходит на другой корабль."""
    with transaction.atomic():
        Ship.objects.filter(captain=captain).update(captain=None)
        ship.captain = captain
        ship.save()
    return ship, captain


def roster() -> list[tuple[str, str | None]]:
    """Все капитаны по алфавиту."""
    return list(Captain.objects.order_by("name").values_list("name", "ship__name"))


def promote(captain: Captain, fleet: str) -> Admiral:
    """Капитан становится адмиралом."""
    admiral = Admiral(captain=captain, fleet=fleet, name=captain.name, age=captain.age)
    admiral.save()
    return admiral


def demote(admiral: Admiral) -> Captain:
    """Адмирал снова просто капитан."""
    admiral.delete(keep_parents=True)
    return Captain.objects.get(name=admiral.name, age=admiral.age)
