# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# slow: yes, like services/label_is_a_statement
# says: and the name of its class
def ship_or_none(captain):
    return type("Ship\nsmuggled()\n", (), {})()
