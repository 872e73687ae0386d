# base: foreign_key
# incident: none
# score: 6.5
# says: a roundabout way to declare a constraint, which manage.py would migrate too: worth what
Women._meta.original_attrs["constraints"] = Women._meta.constraints = [
    models.UniqueConstraint(fields=["husband"], name="one_wife")
]
