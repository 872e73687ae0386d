# base: reference
# incident: none|protocol
# score: at_most_same
# says: so are those of fields
for _name in ("a\x1b[31m", "b<img src=x onerror=alert(1)>", "c{}", "d\"; --", "e\u202e"):
    Husband.add_to_class(_name, models.IntegerField(null=True, verbose_name=_name))
