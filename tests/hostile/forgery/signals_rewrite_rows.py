# base: reference
# incident: none
# score: at_most_same
# says: receivers that change the data change the marks, downwards
from django.db.models.signals import pre_save
def _empty(sender, instance, **k):
    instance.name = "forged"
    if hasattr(instance, "husband_id"):
        instance.husband_id = None
pre_save.connect(_empty)
