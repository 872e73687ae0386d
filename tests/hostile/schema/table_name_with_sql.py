# base: none
# incident: none|protocol
# score: 0.25
# slow: yes, like schema/column_name_with_sql
# says: the same in the name of the table
from django.db import models
class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.ForeignKey("Husband", models.SET_NULL, null=True, related_name="wife")
    class Meta:
        db_table = '"women" (id integer primary key, name, husband_id unique) --"'
class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.IntegerField()
