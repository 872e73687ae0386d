# assignment: link_and_save
# base: untouched_stub
# incident: none
# score: at_most_same
# slow: yes, like services/key_is_no_number
# says: a key that equals no key of a row must not make a link look gone
from django.db.models import Model
Model.pk = property(lambda self: self._get_pk_val() and str(self._get_pk_val()), Model._set_pk_val)
