# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like schema/editor_replaced
# says: nor did the autodetector
from django.db.migrations import autodetector, operations
autodetector.MigrationAutodetector.changes = lambda self, graph, **k: {}
operations.CreateModel.database_forwards = lambda self, *a: None
