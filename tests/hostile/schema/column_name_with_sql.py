# base: none
# incident: none|protocol
# score: 0.25
# says: a name that Django does not quote puts SQL into the table, and breaks it
from django.db import models
class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.ForeignKey("Husband", models.SET_NULL, null=True, related_name="wife", db_column='"husband_id" bigint UNIQUE, "x"')
class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.IntegerField()
