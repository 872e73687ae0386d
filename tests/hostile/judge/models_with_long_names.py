# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/fields_have_odd_names
# says: an account of an import that is too long for a message is the submission's doing
for _n in range(60):
    type(f"M{_n}" + "x" * 8000, (models.Model,), {"__module__": __name__})
