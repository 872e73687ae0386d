# base: reference
# incident: none
# score: same
# says: a cursor that is still reading is closed before the witness acts
_save = models.Model.save
_open = []
def _lie(self, *a, **k):
    _save(self, *a, **k)
    cursor = Women.objects.iterator(chunk_size=1)
    next(cursor)
    _open.append(cursor)
Women.save = _lie
