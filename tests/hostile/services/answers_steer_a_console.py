# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# says: so is what a function returns
def ship_or_none(captain):
    return {"\x1b]0;x\x07\nsmuggled()": ["\x15smuggled()\x0f", b"\n", float("nan"), ("\u202e",)]}
