# base: reference
# incident: none
# score: at_most_same
# says: so is the name of a model that does not exist
class Lost(models.Model):
    other = models.ForeignKey("one_to_one.<b>\x1b[31m{x}", models.CASCADE)
