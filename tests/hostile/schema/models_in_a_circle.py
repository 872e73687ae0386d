# base: reference
# incident: none|protocol
# score: at_most_same
# says: links that lead in circles, a relation that goes through itself and a key that is another's key come to an end
class Left(models.Model):
    right = models.OneToOneField("Right", models.CASCADE, primary_key=True)
class Right(models.Model):
    left = models.OneToOneField("Left", models.CASCADE, primary_key=True)
class Club(models.Model):
    members = models.ManyToManyField("self", through="Club", symmetrical=True)
    itself = models.ForeignKey("self", models.CASCADE, related_name="itself")
class First(models.Model):
    second = models.ForeignKey("Second", models.CASCADE, to_field="first")
class Second(models.Model):
    first = models.ForeignKey("First", models.CASCADE, to_field="second", unique=True)
First._meta.get_field("second")._unique = True
