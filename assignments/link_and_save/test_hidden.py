"""Link and save: the checks whose code students do not have."""

TABLES = ("Captain", "Ship", "Admiral")


def _again(model, obj):
    """The same object, read anew: nothing is remembered of its links when a student's function gets it."""
    return model._base_manager.get(pk=obj.pk)


def _captain(make, fake, name=None):
    return make("Captain", name=name or fake.name(), age=fake.age())


def _admiral(make, fake):
    return make("Admiral", name=fake.name(), age=fake.age())


def _bystanders(make, fake):
    """Captains and admirals, with ships and without, and a free ship: nobody asks for any of them to change."""
    for person in (_captain, _admiral):
        make("Ship", captain=person(make, fake))
        person(make, fake)
    make("Ship", captain=None)


def _everything(database):
    """Every column of every row of every table."""
    return {table: database.rows(table) for table in TABLES}


def _relinked(tables, *links):
    """The same rows with other links: pairs of a ship and its captain, or None for a ship that is free."""
    keys = {ship.pk: None if captain is None else captain.pk for ship, captain in links}
    ships = [{**row, "captain_id": keys.get(row["id"], row["captain_id"])} for row in tables["Ship"]]
    return {**tables, "Ship": ships}


def _assert_tables(found, expected):
    """The same rows in each table of ``expected``. Only rows that differ are compared, and so come to be shown."""
    for table, rows in expected.items():
        surplus = [row for row in found[table] if row not in rows]
        assert surplus == [row for row in rows if row not in found[table]]


def _tried(function, *arguments):
    """Calls it where it may fail: the step's own error may come out, another one, or none."""
    try:
        function(*arguments)
    except Exception:  # noqa: BLE001 - what the tables hold afterwards is what counts
        return


def test_hire_hires_namesakes(services, fake, database):
    """Two captains of one name and one age are two captains."""
    name, age = fake.name(), fake.age()
    services.hire(name, age)
    services.hire(name, age)
    assert [(row["name"], row["age"]) for row in database.rows("Captain")] == [(name, age)] * 2


def test_appoint_changes_nothing_else(services, models, make, fake, database):
    """All columns of all rows but that link stay as they were, also where others have the same names."""
    _bystanders(make, fake)
    name, title = fake.name(), fake.name()
    for at in range(3):
        other, someone = make("Ship", name=title, captain=None), _captain(make, fake, name)
        if at == 1:
            ship, captain = other, someone
    expected = _relinked(_everything(database), (ship, captain))
    services.appoint(_again(models.Ship, ship), _again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


def test_ship_or_none_knows_namesakes(services, models, make, fake):
    """Of two captains of one name each has his own ship."""
    name = fake.name()
    captains = [_captain(make, fake, name) for _ in range(2)]
    ships = [make("Ship", captain=captain) for captain in reversed(captains)]
    found = [services.ship_or_none(_again(models.Captain, captain)) for captain in captains]
    assert found == list(reversed(ships))


def test_dismiss_without_a_ship(services, models, make, fake, database):
    """A captain without a ship is left alone, and so are all others; one who has a ship loses it."""
    _bystanders(make, fake)
    free, busy = _captain(make, fake), _captain(make, fake)
    make("Ship", captain=busy)
    before = _everything(database)
    services.dismiss(_again(models.Captain, free))
    _assert_tables(_everything(database), before)
    services.dismiss(_again(models.Captain, busy))
    assert busy.pk not in [row["captain_id"] for row in database.rows("Ship")]


def test_reassign_when_both_are_free(services, models, make, fake, database):
    """A free ship and a captain without one: only the link is new."""
    _bystanders(make, fake)
    ship, captain = make("Ship", captain=None), _captain(make, fake)
    expected = _relinked(_everything(database), (ship, captain))
    services.reassign(_again(models.Ship, ship), _again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


def test_reassign_is_all_or_nothing(services, models, make, fake, database):
    """Where a captain's key cannot be written, no link is changed; where it can, he gets the ship."""
    captain = _captain(make, fake)
    former, ship = make("Ship", captain=captain), make("Ship", captain=_captain(make, fake))
    before = _everything(database)
    done = _relinked(before, (former, None), (ship, captain))
    with database.breaking("Ship", "update", filling="captain"):
        _tried(services.reassign, _again(models.Ship, ship), _again(models.Captain, captain))
        found = _everything(database)
    if found != done:  # an unusual way may have no step that fails
        _assert_tables(found, before)
        services.reassign(_again(models.Ship, ship), _again(models.Captain, captain))
        assert database.row(ship)["captain_id"] == captain.pk
    # once more without a trigger, which a program can see: a captain with a ship and without a row of his own
    nobody = models.Captain(id=captain.pk + 1_000_000, name=fake.name(), age=fake.age())
    left = database.insert("Ship", name=fake.name(), captain_id=captain.pk + 1_000_000)
    before = database.rows("Ship")
    done = {left: None, ship.pk: captain.pk + 1_000_000}
    _tried(services.reassign, _again(models.Ship, ship), nobody)
    found = database.rows("Ship")
    if found != [{**row, "captain_id": done.get(row["id"], row["captain_id"])} for row in before]:
        _assert_tables({"Ship": found}, {"Ship": before})


def test_roster_needs_two_queries(services, make, fake, queries):
    """However many captains there are."""
    for _ in range(5):
        make("Ship", captain=_captain(make, fake))
    with queries(max=2):
        rows = [tuple(row) for row in services.roster()]
    assert len(rows) == 5


def test_promote_returns_what_can_be_saved(services, models, make, fake, database):
    """Saving the admiral that comes back once more changes nothing."""
    captain = _captain(make, fake)
    make("Ship", captain=captain)
    admiral = services.promote(_again(models.Captain, captain), fake.name())
    before = _everything(database)
    assert captain.pk in [row["captain_id"] for row in before["Admiral"]]
    admiral.save()
    _assert_tables(_everything(database), before)


def test_demote_keeps_the_captain(services, models, make, fake, database):
    """His row in the table of captains stays with all its columns, and his ship stays his."""
    _bystanders(make, fake)
    admiral = _admiral(make, fake)
    make("Ship", captain=admiral)
    before = _everything(database)
    others = [row for row in before["Admiral"] if row["captain_id"] != admiral.pk]
    services.demote(_again(models.Admiral, admiral))
    _assert_tables(_everything(database), {**before, "Admiral": others})
