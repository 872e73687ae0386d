# assignment: link_and_save
# base: untouched_stub
# incident: none
# score: at_most_same
# says: a signal may not undo the scenery either
from django.db.models.signals import post_save
post_save.connect(lambda sender, instance, **_: Ship.objects.filter(pk=instance.pk).update(captain=None), sender=Ship, weak=False)
