# base: foreign_key
# incident: none
# score: at_most_same
# says: the tables are built by a schema editor that never met the student
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
DatabaseSchemaEditor.sql_create_table = DatabaseSchemaEditor.sql_create_table.replace("(%(definition)s)", "(%(definition)s, UNIQUE(husband_id))")
DatabaseSchemaEditor.column_sql = lambda self, model, field, **k: ("bigint UNIQUE", [])
