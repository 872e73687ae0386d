# base: reference
# incident: none|protocol|timeout
# score: at_most_same
# slow: yes, seconds of CPU
# says: more columns than SQLite takes
Wide = type("Wide", (models.Model,), {"__module__": __name__, **{f"f{_n}": models.IntegerField(null=True) for _n in range(1990)}})
