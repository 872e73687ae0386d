# base: reference
# incident: none|protocol|timeout
# score: at_most_same
# slow: yes, a second of CPU in each check
# says: a table with more rows than a message has places
_save = models.Model.save
def _many(self, *a, **k):
    _save(self, *a, **k)
    Women.objects.bulk_create([Women(name="x") for _ in range(5000)])
Women.save = _many
