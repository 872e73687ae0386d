# base: foreign_key
# incident: none
# score: 6.5
# slow: yes, like schema/description_says_one_to_one
# says: (what foreign_key_unique gets: the declared model counts, see decision 1) the same one floor above, in Django's own migration state
from django.db.migrations.state import ModelState
_from = ModelState.from_model.__func__
def _lie(cls, model, *a, **k):
    state = _from(cls, model, *a, **k)
    for name, field in list(state.fields.items()):
        if isinstance(field, models.ForeignKey):
            _, _, args, kwargs = field.deconstruct()
            state.fields[name] = models.OneToOneField(*args, **kwargs)
    return state
ModelState.from_model = classmethod(_lie)
