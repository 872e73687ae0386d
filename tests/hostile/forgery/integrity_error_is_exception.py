# base: foreign_key
# incident: none
# score: at_most_same
# says: the judge has its own class of that name
import django.db, django.db.utils
django.db.IntegrityError = django.db.utils.IntegrityError = Exception
