"""Link and save: what is behind the mistakes that students make, one function for each. No point depends on it.

Here the functions as such, and how links are stored and ended; reading and admirals have files of their own.
"""

from __future__ import annotations

from grader.diagnosis.body import body, failing
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding, quoted

DOCS = "https://docs.djangoproject.com/en/5.2/"
ONE_TO_ONE = f"{DOCS}topics/db/examples/one_to_one/"
SAVING = f"{DOCS}ref/models/instances/#saving-objects"
DELETING = f"{DOCS}ref/models/instances/#deleting-objects"

_SHIP_EN = "Call save() on the side that has the column: the ship."
_SHIP_RU = "Вызовите save() у той стороны, где столбец: у корабля."

PARAMETERS = {
    "hire": ("name", "age"),
    "appoint": ("ship", "captain"),
    "ship_or_none": ("captain",),
    "dismiss": ("captain",),
    "reassign": ("ship", "captain"),
    "roster": (),
    "promote": ("captain", "fleet"),
    "demote": ("admiral",),
}


# -- the functions themselves ------------------------------------------------------------------------------


def nothing_written_yet(facts: Facts) -> Finding | None:
    """The stub as it was handed out."""
    bodies = [body(facts, name, names) for name, names in PARAMETERS.items()]
    if facts.error or not all(found.definition and found.is_empty for found in bodies):
        return None
    return facts.says(
        en="This looks like the file as it was handed out: none of the functions does anything yet.",
        ru="Похоже, это файл в том виде, в каком он был выдан: ни одна из функций пока ничего не делает.",
        reference=ONE_TO_ONE,
    )


def function_missing(facts: Facts) -> list[Finding]:
    """A function that is not there, or is called otherwise."""
    source = facts.source
    if facts.error or not source.entries or any(entry.name == "*" for entry in source.of("import")):
        return []
    found = []
    for name in PARAMETERS:
        if name in source.names or not facts.failing(name):
            continue
        near = facts.nearest(name, [other for other in source.functions if other not in PARAMETERS])
        place = source.function(near) if near else None
        en = f" Yours is called {quoted(near)}." if near else ""
        ru = f" У вас она называется {quoted(near)}." if near else ""
        finding = facts.says(
            en=f"There is no function {name}() in services.py.{en}",
            ru=f"В services.py нет функции {name}().{ru}",
            reference="https://docs.python.org/3/tutorial/controlflow.html#defining-functions",
        )
        found.append(finding.at(*place.place) if place else finding)
    return found


def nothing_returned(facts: Facts) -> list[Finding]:
    """The work is done, and the caller gets None."""
    return [
        found.says(
            en=f"{found.definition.name}() returns nothing, so that its caller gets None. Add return.",
            ru=f"{found.definition.name}() ничего не возвращает, и тот, кто её вызвал, получает None. Добавьте return.",
            reference="https://docs.python.org/3/tutorial/controlflow.html#defining-functions",
        )
        for found in failing(facts, PARAMETERS, "hire", "ship_or_none", "promote")
        if found.definition and not found.is_empty and not found.text("return", ".+")
    ]


# -- saving ------------------------------------------------------------------------------------------------


def nothing_saved(facts: Facts) -> list[Finding]:
    """Objects are changed in memory only."""
    return [
        found.says(
            en=f"{found.definition.name}() changes objects in memory and saves none of them: in memory all seems to be "
            "there, in the database nothing "
            f"has changed. {'Call save() on the captain.' if found.definition.name == 'hire' else _SHIP_EN}",
            ru=f"{found.definition.name}() меняет объекты в памяти и ни один не сохраняет: в памяти всё как будто "
            "есть, а в базе данных ничего не "
            f"изменилось. {'Вызовите save() у капитана.' if found.definition.name == 'hire' else _SHIP_RU}",
            reference=SAVING,
        )
        for found in failing(facts, PARAMETERS, "hire", "appoint", "dismiss", "reassign")
        if found.definition and not found.is_empty and not found.writes
    ]


def saved_the_other_side(facts: Facts) -> list[Finding]:
    """``ship.captain = captain; captain.save()``."""
    return [
        call.says(
            en="The link stands in the ship's table, and here only the captain is saved: nothing of the link is "
            "stored, and nothing is "
            "raised. Save the ship: ship.save().",
            ru="Связь хранится в таблице кораблей, а сохраняется здесь только капитан: связь не записана, и ошибки "
            "тоже нет. "
            "Сохраните корабль: ship.save().",
            reference=ONE_TO_ONE,
        )
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        if found.assign("<ship>.captain", "<captain>") and not found.call(r"<ship>\.save|Ship\..*update")
        if (call := found.call(r"<captain>\.save"))
    ]


def linked_on_the_side_without_column(facts: Facts) -> list[Finding]:
    """``captain.ship = ship; captain.save()``."""
    return [
        line.says(
            en="captain.ship = ... sets the link in memory, and captain.save() stores the captain's own columns: the "
            "link is none of them. It "
            "stands in the ship's table: ship.save().",
            ru="captain.ship = ... задаёт связь в памяти, а captain.save() записывает только столбцы капитана, и связи "
            "среди них нет. Она "
            "хранится в таблице кораблей: ship.save().",
            reference=ONE_TO_ONE,
        )
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        if (line := found.assign(r"<captain>\.ship", "<ship>")) and not found.call(r"<ship>\.save|Ship\..*update")
    ]


def freed_on_the_side_without_column(facts: Facts) -> list[Finding]:
    """``captain.ship = None; captain.save()``."""
    return [
        line.says(
            en="captain.ship = None only changes what is remembered in memory; the link stands in the ship's table and "
            "stays there. Take the "
            "ship itself: ship = captain.ship; ship.captain = None; ship.save().",
            ru="captain.ship = None меняет только то, что помнится в памяти; связь хранится в таблице кораблей и там "
            "остаётся. Возьмите "
            "сам корабль: ship = captain.ship; ship.captain = None; ship.save().",
            reference=ONE_TO_ONE,
        )
        for found in failing(facts, PARAMETERS, "dismiss", "reassign")
        if (line := found.assign(r"<captain>\.ship", "None"))
    ]


def ship_read_twice(facts: Facts) -> list[Finding]:
    """``captain.ship.captain = None; captain.ship.save()``."""
    return [
        line.says(
            en="captain.ship.captain = None also makes captain forget the ship, so that the next captain.ship finds "
            "none. Keep it in a "
            "variable: ship = captain.ship; ship.captain = None; ship.save().",
            ru="captain.ship.captain = None заодно заставляет captain забыть корабль, и следующее captain.ship его не "
            "находит. Держите его в "
            "переменной: ship = captain.ship; ship.captain = None; ship.save().",
            reference=ONE_TO_ONE,
        )
        for found in failing(facts, PARAMETERS, "dismiss", "reassign")
        if (line := found.assign(r"<captain>\.ship\.captain", "None"))
    ]


def other_columns_saved(facts: Facts) -> list[Finding]:
    """``save(update_fields=["name"])``."""
    return [
        call.says(
            en=f"save(update_fields={quoted(call.call.keywords['update_fields'])}) stores just these columns, and the "
            "link is not among them. Add "
            '"captain", or leave update_fields out.',
            ru=f"save(update_fields={quoted(call.call.keywords['update_fields'])}) записывает только эти столбцы, а "
            "связи среди них нет. Добавьте "
            '"captain" или уберите update_fields.',
            reference=SAVING,
        )
        for found in failing(facts, PARAMETERS, "appoint", "dismiss", "reassign")
        for call in found.calls(r".*\.save")
        if call.call and "captain" not in call.call.keywords.get("update_fields", "captain")
    ]


def new_captain_not_saved(facts: Facts) -> list[Finding]:
    """appoint() of a captain who has no row yet."""
    if not facts.any_failed("appoint_saves_a_new_captain"):
        return []
    return [
        found.says(
            en="appoint() must also work for a captain who was never saved: a link can only hold the key of a row. "
            "Save the captain first "
            "(captain.save(), or only where captain.pk is None).",
            ru="appoint() должна работать и с капитаном, которого ещё не сохраняли: связь хранит ключ строки. Сначала "
            "сохраните капитана "
            "(captain.save(), можно только если captain.pk is None).",
            reference=ONE_TO_ONE,
        )
        for found in failing(facts, PARAMETERS, "appoint")
        if found.call(r"<ship>\.save|Ship\..*update") and not found.call(r"<captain>\.save|Captain\..*create|Ship")
    ]


def only_the_database_agrees(facts: Facts) -> list[Finding]:
    """appoint() by update(): the objects at hand know nothing of it."""
    if facts.failed & {"appoint_stores_the_link"} or not facts.any_failed("appoint_agrees_in_memory"):
        return []
    return [
        call.says(
            en="update() changes rows and no objects: the ship and the captain at hand still know nothing of each "
            "other. Assign "
            "ship.captain = captain, too.",
            ru="update() меняет строки таблицы, а не объекты: сами ship и captain друг о друге ещё не знают. Присвойте "
            "и "
            "ship.captain = captain.",
            reference=f"{DOCS}ref/models/querysets/#update",
        )
        for found in failing(facts, PARAMETERS, "appoint")
        if (call := found.call(r"Ship\..*update")) and not found.assign(r"<ship>\.captain|<captain>\.ship")
    ]


def object_stored_as_key(facts: Facts) -> list[Finding]:
    """``ship.captain_id = captain``."""
    return [
        line.says(
            en="captain_id is the key, and an object was put there. Write ship.captain = captain, or ship.captain_id = "
            "captain.pk.",
            ru="captain_id - это ключ, а туда положен объект. Пишите ship.captain = captain или ship.captain_id = "
            "captain.pk.",
            reference=f"{DOCS}ref/models/fields/#database-representation",
        )
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        if (line := found.assign(r".*\.captain_id", "<captain>"))
    ]


def every_ship_changed(facts: Facts) -> list[Finding]:
    """``Ship.objects.update(...)`` without filter()."""
    return [
        call.says(
            en="update() without filter() changes every ship there is. Say which one: "
            "Ship.objects.filter(...).update(...)",
            ru="update() без filter() меняет все корабли, какие есть. Укажите, какой нужен: "
            "Ship.objects.filter(...).update(...)",
            reference=f"{DOCS}ref/models/querysets/#update",
        )
        for found in failing(facts, PARAMETERS, "appoint", "dismiss", "reassign")
        if (call := found.call(r"Ship\.objects(\.all\(\))?\.update"))
    ]


def ship_written_over(facts: Facts) -> list[Finding]:
    """``Ship(pk=..., captain=...).save()``."""
    return [
        call.says(
            en="Ship(pk=...) makes a new object in which everything that you do not name is empty, and saving it "
            "writes that over the row: the "
            "ship's name is gone. Change the object that you have, or use update().",
            ru="Ship(pk=...) создаёт новый объект, в котором пусто всё, что вы не указали, и при сохранении эта "
            "пустота пишется поверх "
            "строки: имя корабля пропадает. Меняйте тот объект, который есть, или пользуйтесь update().",
            reference=SAVING,
        )
        for found in failing(facts, PARAMETERS, "appoint", "dismiss", "reassign")
        for call in found.calls("Ship")
        if call.call and {"pk", "id"} & set(call.call.keywords) and "name" not in call.call.keywords
    ]


# -- deleting ----------------------------------------------------------------------------------------------


def row_deleted_instead_of_link(facts: Facts) -> list[Finding]:
    """``captain.ship.delete()``, ``captain.delete()``: a row is lost where a link should end."""
    return [
        call.says(
            en="delete() removes the whole row, and what was in it is lost. Only the link should end: set ship.captain "
            "to None and save the ship.",
            ru="delete() удаляет всю строку вместе с тем, что в ней было. А закончиться должна только связь: запишите "
            "в ship.captain None и "
            "сохраните корабль.",
            reference=DELETING,
        )
        for found in failing(facts, PARAMETERS, "dismiss", "reassign")
        if (call := found.call(r".*\.delete"))
    ]


# -- something else made or stored ---------------------------------------------------------------------------


def attribute_without_column(facts: Facts) -> list[Finding]:
    """``captain.ships = ship``: Python takes any name, Django stores none that is no field."""
    known = {"ship", "captain", "admiral", "name", "age", "fleet", "pk", "id", "captain_id"}
    found = []
    for own in failing(facts, PARAMETERS, "appoint", "dismiss", "reassign"):
        line = own.assign(r"(<captain>|<ship>)\.\w+", ".*")
        name = line.target.rpartition(".")[2] if line else ""
        if line is not None and name not in known:
            near = facts.nearest(name, known)
            en, ru = (
                (f" Did you mean {quoted(near)}?", f" Может быть, имелось в виду {quoted(near)}?") if near else ("", "")
            )
            found.append(
                line.says(
                    en=f"{quoted(line.target)} is no field: Python makes an attribute of any name, and save() stores "
                    f"none of it, without a word.{en}",
                    ru=f"{quoted(line.target)} - не поле: Python создаёт атрибут с любым именем, а save() его молча не "
                    f"записывает.{ru}",
                    reference=SAVING,
                )
            )
    return found


def another_object_made(facts: Facts) -> list[Finding]:
    """``Ship.objects.create(...)`` where a ship is there already."""
    return [
        call.says(
            en=f"This makes a new {quoted(call.call.owner.partition('.')[0])}, and the one that was handed over stays "
            "as it was. Change that one and "
            "save it.",
            ru=f"Здесь создаётся новый объект {quoted(call.call.owner.partition('.')[0])}, а тот, который передали, "
            "остаётся прежним. Измените и "
            "сохраните его.",
            reference=SAVING,
        )
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        for call in found.calls(r"(Ship|Captain)\.objects\.create")
        if call.call
    ]


def captain_made_anew(facts: Facts) -> list[Finding]:
    """``captain.pk = None; captain.save()``."""
    return [
        line.says(
            en="Without its key the captain is a new one for Django: save() stores a second row beside the first. "
            "Leave the key alone.",
            ru="Без ключа капитан для Django новый: save() записывает вторую строку рядом с первой. Не трогайте ключ.",
            reference=SAVING,
        )
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        if (line := found.assign(r"(<captain>|<ship>)\.(pk|id)", "None"))
    ]


def value_forgotten(facts: Facts) -> list[Finding]:
    """``Captain.objects.create(name=name)``: the other value goes nowhere."""
    asked = {"hire": ("Captain", ("name", "age")), "promote": ("Admiral", ("fleet",))}
    found = []
    for name, (model, wanted) in asked.items():
        for own in failing(facts, PARAMETERS, name):
            for call in own.calls(rf"{model}(\.objects\.create)?"):
                words = call.call.keywords if call.call else {}
                lacking = [word for word in wanted if word not in words and not own.assign(rf"\w+\.{word}")]
                if lacking and not (call.call and call.call.args) and "**" not in words:
                    found.append(
                        call.says(
                            en=f"{', '.join(lacking)} is handed over to {name}() and stored nowhere.",
                            ru=f"{', '.join(lacking)} передаётся в {name}(), но нигде не записывается.",
                            reference=SAVING,
                        )
                    )
    return found
