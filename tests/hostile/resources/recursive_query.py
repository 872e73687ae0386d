# base: reference
# incident: timeout
# score: 0
# slow: yes, three seconds of CPU
# says: so is SQL
from django.db import connection
connection.cursor().execute("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c").fetchall()
