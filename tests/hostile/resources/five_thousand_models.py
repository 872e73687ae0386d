# base: reference
# incident: none|timeout|protocol
# score: at_most_same
# slow: yes, three seconds of CPU
# says: very many models are the author's own time
for _n in range(5000):
    type(f"M{_n}", (models.Model,), {"__module__": __name__})
