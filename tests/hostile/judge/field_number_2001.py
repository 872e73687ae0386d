# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/models_with_long_names
# says: a model with more fields than a message has places is the submission's doing
Women2 = type("Women2", (models.Model,), {"__module__": __name__, **{f"f{_n}": models.IntegerField(null=True) for _n in range(2001)}})
