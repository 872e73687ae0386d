# base: foreign_key
# incident: none|protocol
# score: 4.5
# says: full_clean() really refuses then, as it does with a clean() of one's own; the table does not
from django.db.models.options import Options
Options.total_unique_constraints = [models.UniqueConstraint(fields=["husband"], name="one_wife")]
models.ForeignKey._unique = models.ForeignKey.unique = True
