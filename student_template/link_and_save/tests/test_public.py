"""Link and save: the checks whose code students have."""

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


def _captain_of(database, ship):
    """The key of the captain that stands in the ship's row."""
    row = database.row(ship)
    assert row is not None, "the ship has no row any more"
    return row["captain_id"]


# -- hire --------------------------------------------------------------------------------------------------


def test_hire_stores_one_captain(services, make, fake, database):
    """One row more in the table of captains, with that name and that age; nothing else."""
    _bystanders(make, fake)
    before = _everything(database)
    name, age = fake.name(), fake.age()
    services.hire(name, age)
    new = [row for row in database.rows("Captain") if row not in before["Captain"]]
    assert [(row["name"], row["age"]) for row in new] == [(name, age)]
    _assert_tables(_everything(database), {**before, "Captain": [*before["Captain"], *new]})


def test_hire_returns_the_captain(services, models, fake):
    """What comes back is a ``Captain`` of that name and age."""
    name, age = fake.name(), fake.age()
    hired = services.hire(name, age)
    assert isinstance(hired, models.Captain)
    assert (hired.name, hired.age) == (name, age)


# -- appoint -----------------------------------------------------------------------------------------------


def test_appoint_stores_the_link(services, models, make, fake, database):
    """The ship's row holds the captain's key."""
    ship, captain = make("Ship", captain=None), _captain(make, fake)
    services.appoint(_again(models.Ship, ship), _again(models.Captain, captain))
    assert _captain_of(database, ship) == captain.pk


def test_appoint_saves_a_new_captain(services, models, make, fake, database):
    """A captain who was never saved is stored, once, and linked."""
    _bystanders(make, fake)
    ship = make("Ship", captain=None)
    before = database.rows("Captain")
    name, age = fake.name(), fake.age()
    services.appoint(_again(models.Ship, ship), models.Captain(name=name, age=age))
    new = [row for row in database.rows("Captain") if row not in before]
    assert [(row["name"], row["age"]) for row in new] == [(name, age)]
    assert _captain_of(database, ship) == new[0]["id"]


def test_appoint_agrees_in_memory(services, models, make, fake):
    """Both objects that were handed over know of each other, without being read again."""
    ship = _again(models.Ship, make("Ship", captain=None))
    captain = _again(models.Captain, _captain(make, fake))
    services.appoint(ship, captain)
    assert ship.captain == captain
    assert captain.ship == ship


# -- ship_or_none ------------------------------------------------------------------------------------------


def test_ship_or_none_gives_his_ship(services, models, make, fake, database):
    """A captain's ship, as an object; asking changes nothing."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    ship = make("Ship", captain=captain)
    before = _everything(database)
    found = services.ship_or_none(_again(models.Captain, captain))
    assert isinstance(found, models.Ship)
    assert found == ship
    _assert_tables(_everything(database), before)


def test_ship_or_none_gives_none(services, models, make, fake):
    """None for a captain without a ship, and for no other; never an exception."""
    free, busy = _captain(make, fake), _captain(make, fake)
    make("Ship", captain=busy)
    make("Ship", captain=None)
    assert services.ship_or_none(_again(models.Captain, busy)) is not None
    assert services.ship_or_none(_again(models.Captain, free)) is None


# -- dismiss -----------------------------------------------------------------------------------------------


def test_dismiss_frees_the_ship(services, models, make, fake, database):
    """No row of a ship holds his key any more."""
    captain = _captain(make, fake)
    make("Ship", captain=captain)
    services.dismiss(_again(models.Captain, captain))
    assert captain.pk not in [row["captain_id"] for row in database.rows("Ship")]


def test_dismiss_keeps_both(services, models, make, fake, database):
    """Captain and ship stay with all their columns, and all the others keep theirs: only that link is gone."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    ship = make("Ship", captain=captain)
    expected = _relinked(_everything(database), (ship, None))
    services.dismiss(_again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


# -- reassign ----------------------------------------------------------------------------------------------


def test_reassign_frees_his_former_ship(services, models, make, fake, database):
    """The captain leaves a ship, which stays without a captain; the new one was free."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    former, ship = make("Ship", captain=captain), make("Ship", captain=None)
    expected = _relinked(_everything(database), (former, None), (ship, captain))
    services.reassign(_again(models.Ship, ship), _again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


def test_reassign_frees_the_former_captain(services, models, make, fake, database):
    """The ship had a captain, who stays without a ship; the new one had none."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    ship = make("Ship", captain=_captain(make, fake))
    expected = _relinked(_everything(database), (ship, captain))
    services.reassign(_again(models.Ship, ship), _again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


def test_reassign_when_both_are_taken(services, models, make, fake, database):
    """The former ship and the former captain are both left free: they are not given to each other."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    former, ship = make("Ship", captain=captain), make("Ship", captain=_captain(make, fake))
    expected = _relinked(_everything(database), (former, None), (ship, captain))
    services.reassign(_again(models.Ship, ship), _again(models.Captain, captain))
    _assert_tables(_everything(database), expected)


# -- roster ------------------------------------------------------------------------------------------------


def test_roster_lists_every_captain(services, make, fake):
    """A pair for each captain, admirals and namesakes too: the name, and the ship's name or None."""
    ship, flagship = make("Ship", captain=_captain(make, fake)), make("Ship", captain=_admiral(make, fake))
    free, namesake = _captain(make, fake), fake.name()
    other = make("Ship", captain=_captain(make, fake, namesake))
    _captain(make, fake, namesake)
    make("Ship", captain=None)
    expected = [(one.captain.name, one.name) for one in (ship, flagship, other)] + [(free.name, None), (namesake, None)]
    rows = [tuple(row) for row in services.roster()]
    assert sorted(rows, key=repr) == sorted(expected, key=repr)


def test_roster_is_ordered_by_name(services, make, fake):
    """By the captains' names, whatever the order in which captains and ships were stored."""
    names = sorted(fake.name() for _ in range(6))
    ships = sorted((fake.name() for _ in names), reverse=True)
    for at in (3, 0, 5, 1, 4, 2):
        make("Ship", name=ships[at], captain=_captain(make, fake, names[at]))
    assert [next(iter(row)) for row in services.roster()] == names


# -- promote -----------------------------------------------------------------------------------------------


def test_promote_makes_an_admiral(services, models, make, fake, database):
    """One row more in the table of admirals, which is his; none more in the table of captains."""
    _bystanders(make, fake)
    captain, fleet = _captain(make, fake), fake.name()
    before = _everything(database)
    services.promote(_again(models.Captain, captain), fleet)
    new = [row for row in database.rows("Admiral") if row not in before["Admiral"]]
    assert new == [{"captain_id": captain.pk, "fleet": fleet}]
    assert database.count("Captain") == len(before["Captain"])


def test_promote_keeps_the_captain(services, models, make, fake, database):
    """Every column of every captain and every ship stays as it was: his name, his age, his ship."""
    _bystanders(make, fake)
    captain = _captain(make, fake)
    make("Ship", captain=captain)
    before = _everything(database)
    services.promote(_again(models.Captain, captain), fake.name())
    after = _everything(database)
    his = [row for row in after["Admiral"] if row["captain_id"] == captain.pk]
    assert len(his) == 1
    _assert_tables(after, {**before, "Admiral": [*before["Admiral"], *his]})


def test_promote_returns_the_admiral(services, models, make, fake):
    """What comes back is an ``Admiral``, the same person, with the fleet."""
    captain, fleet = _captain(make, fake), fake.name()
    admiral = services.promote(_again(models.Captain, captain), fleet)
    assert isinstance(admiral, models.Admiral)
    assert admiral.pk == captain.pk
    assert admiral.fleet == fleet


# -- demote ------------------------------------------------------------------------------------------------


def test_demote_removes_the_admiral(services, models, make, fake, database):
    """His row in the table of admirals is gone."""
    admiral = _admiral(make, fake)
    services.demote(_again(models.Admiral, admiral))
    assert admiral.pk not in [row["captain_id"] for row in database.rows("Admiral")]
