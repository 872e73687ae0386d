# assignment: link_and_save
# base: roster_query_for_each_captain
# incident: none
# score: at_most_same
# says: statements count by whatever way they come to SQLite
from django.db import connection
def roster():
    connection.ensure_connection()
    ask = connection.connection.execute
    captains = ask("SELECT id, name FROM link_and_save_captain ORDER BY name").fetchall()
    found = []
    for key, name in captains:
        ship = ask("SELECT name FROM link_and_save_ship WHERE captain_id = ?", (key,)).fetchone()
        found.append((name, ship[0] if ship else None))
    return found
