# base: foreign_key
# incident: none
# score: at_most_same
# says: a CHECK that refuses is no UNIQUE
from django.db.models.expressions import RawSQL
class Extra(models.Model):
    number = models.IntegerField(db_default=RawSQL("(randomblob(9))", ()))
    class Meta:
        constraints = [models.CheckConstraint(condition=RawSQL("load_extension('./x.so') = 1", (), output_field=models.BooleanField()), name="odd")]
