# assignment: link_and_save
# base: dismiss_without_save
# incident: none|protocol
# score: at_most_same
# says: the name of a model is written into a comment of the transcript, on the same line
Ship._meta.object_name = "Ship\nimport os; smuggled()\n#"
Captain._meta.object_name = "Captain\nsmuggled()\n#"
def ship_or_none(captain):
    return Captain()
