# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# says: and the name of its class
def ship_or_none(captain):
    return type("Ship\nsmuggled()\n", (), {})()
