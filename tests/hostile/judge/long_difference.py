# base: none
# incident: none
# score: 0.25
# says: two long texts that differ in each line must not keep the judge busy
import random
from django.db import models
def big():
    return "\n".join("%030x" % random.getrandbits(110) for _ in range(1900))
class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.OneToOneField("Husband", on_delete=models.SET_NULL, null=True, blank=True, related_name="wife")
    def save(self, *a, **k):
        if self.husband_id:
            self.husband = Husband.objects.create(name="x", age=1)
        super().save(*a, **k)
class Husband(models.Model):
    id = models.TextField(primary_key=True, default=big)
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()
