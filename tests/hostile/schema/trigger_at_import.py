# base: foreign_key
# incident: none
# score: at_most_same
# says: what is made before the migration is gone with it
from django.db import connection
connection.cursor().execute("CREATE TRIGGER t BEFORE INSERT ON auth_user BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed'); END")
