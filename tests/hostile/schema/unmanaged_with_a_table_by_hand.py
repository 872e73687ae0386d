# base: none
# incident: none
# score: 0.25
# says: a table that the migration did not make is foreign
from django.db import connection, models
class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.ForeignKey("Husband", models.SET_NULL, null=True, related_name="wife")
    def save(self, *a, **k):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS one_to_one_women (id integer primary key, name text, husband_id integer UNIQUE)")
        super().save(*a, **k)
    class Meta:
        managed = False
class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()
