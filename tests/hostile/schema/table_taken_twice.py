# base: reference
# incident: none|protocol
# score: at_most_same
# says: two models that claim one table
class Other(models.Model):
    class Meta:
        db_table = "one_to_one_women"
