# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# says: what a hidden check stores reaches no message, diagnosis or line number
def ship_or_none(captain):
    if Captain.objects.filter(name=captain.name).count() > 1:
        error = type("WON: " + captain.name, (AttributeError,), {})
        raise error("WON: " + captain.name)
    try:
        return captain.ship
    except Ship.DoesNotExist:
        return None
