"""Link and save: what is behind the mistakes that students make, one function for each. No point depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.diagnosis.body import Body, body
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding, quoted

DOCS = "https://docs.djangoproject.com/en/5.2/"
ONE_TO_ONE = f"{DOCS}topics/db/examples/one_to_one/"
SAVING = f"{DOCS}ref/models/instances/#saving-objects"
DELETING = f"{DOCS}ref/models/instances/#deleting-objects"
INHERITANCE = f"{DOCS}topics/db/models/#multi-table-inheritance"
ATOMIC = f"{DOCS}topics/db/transactions/#controlling-transactions-explicitly"
ORDER = f"{DOCS}ref/models/querysets/#order-by"

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


def _failing(facts: Facts, *names: str) -> Iterator[Body]:
    """Those of the functions that are there and have a check that failed."""
    for name in names:
        found = body(facts, name, PARAMETERS[name])
        if found.definition is not None and facts.failing(name):
            yield found


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
        for found in _failing(facts, "hire", "ship_or_none", "promote")
        if found.definition and not found.is_empty and not found.text("return", ".+")
    ]


# -- saving ------------------------------------------------------------------------------------------------


def nothing_saved(facts: Facts) -> list[Finding]:
    """Objects are changed in memory only."""
    return [
        found.says(
            en=f"{found.definition.name}() changes objects in memory and saves none of them: in memory the link seems "
            "to be there, in the "
            "database nothing has changed. Call save() on the side that has the column: the ship.",
            ru=f"{found.definition.name}() меняет объекты в памяти и ни один не сохраняет: в памяти связь как будто "
            "есть, а в базе данных "
            "ничего не изменилось. Вызовите save() у той стороны, где столбец: у корабля.",
            reference=SAVING,
        )
        for found in _failing(facts, "hire", "appoint", "dismiss", "reassign")
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
        for found in _failing(facts, "appoint", "reassign")
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
        for found in _failing(facts, "appoint", "reassign")
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
        for found in _failing(facts, "dismiss", "reassign")
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
        for found in _failing(facts, "dismiss", "reassign")
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
        for found in _failing(facts, "appoint", "dismiss", "reassign")
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
        for found in _failing(facts, "appoint")
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
        for found in _failing(facts, "appoint")
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
        for found in _failing(facts, "appoint", "reassign")
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
        for found in _failing(facts, "appoint", "dismiss", "reassign")
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
        for found in _failing(facts, "appoint", "dismiss", "reassign")
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
        for found in _failing(facts, "dismiss", "reassign")
        if (call := found.call(r".*\.delete"))
    ]


def parent_deleted_with_the_child(facts: Facts) -> list[Finding]:
    """``admiral.delete()``."""
    if not facts.any_failed("demote_keeps_the_captain"):
        return []
    return [
        call.says(
            en="An admiral is one row in each of two tables, and delete() removes both: the captain is gone, too. "
            "admiral.delete(keep_parents=True) removes the admiral's row only.",
            ru="Адмирал - это по одной строке в двух таблицах, и delete() удаляет обе: пропадает и капитан. "
            "admiral.delete(keep_parents=True) удаляет только строку адмирала.",
            reference=DELETING,
        )
        for found in _failing(facts, "demote")
        for call in found.calls(r".*\.delete")
        if call.call and "keep_parents" not in call.call.keywords
    ]


def admiral_only_emptied(facts: Facts) -> list[Finding]:
    """``admiral.fleet = ""``, ``admiral.captain = None``: the row stays."""
    return [
        line.says(
            en="Emptying a column leaves the admiral's row where it is, and its link to the captain is its key, which "
            "cannot be emptied. The row "
            "has to go: admiral.delete(keep_parents=True).",
            ru="Если опустошить столбец, строка адмирала остаётся, а связь с капитаном - её ключ, его не опустошить. "
            "Удалить надо саму "
            "строку: admiral.delete(keep_parents=True).",
            reference=DELETING,
        )
        for found in _failing(facts, "demote")
        if (line := found.assign(r"<admiral>\.(fleet|captain)"))
    ]


# -- the side that may be missing --------------------------------------------------------------------------


def wrong_exception_caught(facts: Facts) -> list[Finding]:
    """``except Captain.DoesNotExist``."""
    return [
        line.says(
            en="What is missing is the ship, so the exception is Ship.DoesNotExist (and ObjectDoesNotExist); "
            "Captain.DoesNotExist passes it by.",
            ru="Нет корабля, поэтому исключение - Ship.DoesNotExist (оно же ObjectDoesNotExist); Captain.DoesNotExist "
            "его не ловит.",
            reference=ONE_TO_ONE,
        )
        for found in _failing(facts, "ship_or_none", "dismiss", "reassign", "roster")
        if (line := found.catches("Captain.DoesNotExist"))
    ]


def missing_side_tested_as_value(facts: Facts) -> list[Finding]:
    """``if captain.ship:``, ``captain.ship or None``."""
    asking = r"(not )?<captain>\.ship( is (not )?None| or .*| if .*| and .*)?"
    return [
        line.says(
            en="captain.ship of a captain without a ship is not None: reading it already raises Ship.DoesNotExist. Ask "
            "with hasattr(captain, "
            '"ship"), take getattr(captain, "ship", None), or catch the exception.',
            ru="У капитана без корабля captain.ship не равно None: уже само обращение вызывает Ship.DoesNotExist. "
            "Спрашивайте "
            'hasattr(captain, "ship"), берите getattr(captain, "ship", None) или ловите исключение.',
            reference=ONE_TO_ONE,
        )
        for found in _failing(facts, "ship_or_none", "dismiss", "reassign")
        if not found.catches("Ship.DoesNotExist", "ObjectDoesNotExist", "AttributeError", "Exception")
        if (line := found.text("if", asking) or found.text("return", r"<captain>\.ship (or|and|if) .*"))
    ]


def missing_side_read_without_asking(facts: Facts) -> list[Finding]:
    """``ship = captain.ship`` where there may be none."""
    found = []
    for name in ("dismiss", "reassign", "roster"):
        checks = [check.id for check in facts.assignment.checks if check.task == name]
        raised = facts.raised("RelatedObjectDoesNotExist", checks=checks)
        for own in _failing(facts, name) if raised else ():
            asks = (
                own.call("hasattr|getattr")
                or own.text("if", ".*ship.*")
                or [e for e in own.entries if e.kind == "except"]
            )
            if asks:
                continue
            line = own.assign(".*", r"\w+\.ship")
            finding = own.says(
                en="There may be a captain without a ship, and then .ship raises Ship.DoesNotExist. Ask first: "
                'getattr(captain, "ship", '
                "None), or go without the object: Ship.objects.filter(captain=captain).",
                ru="Бывает капитан без корабля, и тогда .ship вызывает Ship.DoesNotExist. Сначала спросите: "
                'getattr(captain, "ship", '
                "None) или обойдитесь без объекта: Ship.objects.filter(captain=captain).",
                reference=ONE_TO_ONE,
            )
            found.append(finding.at(*line.place) if line else finding)
    return found


def get_where_there_may_be_none(facts: Facts) -> list[Finding]:
    """``Ship.objects.get(captain=captain)`` without except."""
    return [
        call.says(
            en="get() raises Ship.DoesNotExist where there is nothing. filter(captain=captain).first() gives None.",
            ru="get() вызывает Ship.DoesNotExist, если ничего нет. filter(captain=captain).first() даёт None.",
            reference=f"{DOCS}ref/models/querysets/#get",
        )
        for found in _failing(facts, "ship_or_none", "dismiss", "reassign")
        if (call := found.call(r"Ship\.objects\..*\bget|Ship\.objects\.get"))
        and not [e for e in found.entries if e.kind == "except"]
    ]


def false_instead_of_none(facts: Facts) -> list[Finding]:
    """``hasattr(captain, "ship") and captain.ship``."""
    return [
        line.says(
            en='"hasattr(...) and ..." gives False where there is no ship, and None is asked for: captain.ship if '
            'hasattr(captain, "ship") '
            'else None, or getattr(captain, "ship", None).',
            ru="«hasattr(...) and ...» даёт False, если корабля нет, а нужно None: captain.ship if hasattr(captain, "
            '"ship") else None '
            'или getattr(captain, "ship", None).',
            reference="https://docs.python.org/3/library/functions.html#getattr",
        )
        for found in _failing(facts, "ship_or_none")
        if (line := found.text("return", r"hasattr\(.*\) and .*"))
    ]


def namesakes_confused(facts: Facts) -> list[Finding]:
    """Found by name, where two may have the same."""
    found = []
    for own in _failing(facts, "hire", "appoint", "ship_or_none"):
        for call in own.calls(r".*\.(get_or_create|update_or_create|filter|get)"):
            by_name = (
                [word for word, value in call.call.keywords.items() if re.fullmatch(r"(captain__)?name", word)]
                if call.call
                else []
            )
            if by_name:
                found.append(
                    call.says(
                        en=f"{quoted(call.call.last)}() looks for a name, and two captains may have the same one: then "
                        "it takes the wrong one, or makes no "
                        "new one. A captain is told by the key: captain=captain; a new one is made by create().",
                        ru=f"{quoted(call.call.last)}() ищет по имени, а у двух капитанов оно может совпасть: тогда "
                        "берётся не тот или не создаётся "
                        "новый. Капитана различают по ключу: captain=captain; нового создаёт create().",
                        reference=f"{DOCS}ref/models/querysets/#get-or-create",
                    )
                )
    return found


# -- reassign ----------------------------------------------------------------------------------------------


def former_ship_not_freed(facts: Facts) -> list[Finding]:
    """The naive reassign, which the unique column refuses."""
    freeing = r".*\.captain(_id)?"
    return [
        found.says(
            en="The captain still stands in the row of the former ship, and the column is unique: the database refuses "
            "the second row "
            "(IntegrityError). Free the former ship first and save it, then set the new link.",
            ru="Капитан всё ещё записан в строке прежнего корабля, а столбец уникальный: вторую строку база данных не "
            "принимает "
            "(IntegrityError). Сначала освободите прежний корабль и сохраните его, потом задайте новую связь.",
            reference=ONE_TO_ONE,
        )
        for found in _failing(facts, "reassign")
        if facts.any_failed("reassign_frees_his_former_ship")
        and (found.call(r"<ship>\.save") or found.call(r"Ship\..*update"))
        and (not found.assign(freeing, "None") and len(found.calls(r".*\.update")) < 2)
        and not (found.call(r".*\.update") and not found.catches("IntegrityError", "ValidationError"))
        and not found.call(r".*\.delete")
    ]


def validation_error_awaited(facts: Facts) -> list[Finding]:
    """``except ValidationError`` around save()."""
    return [
        line.says(
            en="save() does not validate, so that no ValidationError comes: a taken captain is an IntegrityError of "
            "the database. Better free "
            "the former ship before saving.",
            ru="save() ничего не проверяет, и ValidationError не возникает: занятый капитан - это IntegrityError базы "
            "данных. Лучше "
            "освободите прежний корабль до сохранения.",
            reference=f"{DOCS}ref/models/instances/#validating-objects",
        )
        for found in _failing(facts, "appoint", "reassign")
        if (line := found.catches("ValidationError")) and not found.call(r".*\.(full_clean|validate_unique)")
    ]


def not_all_or_nothing(facts: Facts) -> list[Finding]:
    """No transaction, or one that does not hold all the steps."""
    if facts.failed & {"reassign_frees_his_former_ship"} or not facts.any_failed("reassign_is_all_or_nothing"):
        return []
    found = []
    for own in _failing(facts, "reassign"):
        block, call = own.text("with", r".*atomic\(.*\)"), own.call(r".*atomic")
        outside = [
            entry for entry in own.writes if block and not (block.line or 0) <= (entry.line or 0) <= (block.end or 0)
        ]
        if block and not outside:
            continue
        if block:
            en, ru = "a step stands outside of the atomic() block", "один из шагов стоит вне блока atomic()"
        elif call and own.definition and not own.definition.decorators:
            en, ru = "atomic() is called and not used: it needs a with", "atomic() вызвана, но не работает: нужно with"
        else:
            en, ru = "there is no transaction.atomic()", "нет transaction.atomic()"
        finding = own.says(
            en=f"Several rows change here, and {en}: when a later step fails, the earlier ones stay. Put all of them "
            "into one block: with "
            "transaction.atomic():",
            ru=f"Здесь меняется несколько строк, и {ru}: если не пройдёт следующий шаг, предыдущие останутся. "
            "Заключите все шаги в один "
            "блок: with transaction.atomic():",
            reference=ATOMIC,
        )
        found.append(finding.at(*(block or call).place) if block or call else finding)
    return found


# -- roster ------------------------------------------------------------------------------------------------


def query_for_each_captain(facts: Facts) -> list[Finding]:
    if not facts.any_failed("roster_needs_two_queries") or facts.any_failed("roster_lists_every_captain"):
        return []
    return [
        found.says(
            en="Reading .ship of each captain is one query each, however many there are. Let one query bring the ships "
            "along: "
            'Captain.objects.select_related("ship"), or values_list("name", "ship__name").',
            ru="Обращение к .ship у каждого капитана - это отдельный запрос, сколько бы их ни было. Пусть корабли "
            "придут одним запросом: "
            'Captain.objects.select_related("ship") или values_list("name", "ship__name").',
            reference=f"{DOCS}ref/models/querysets/#select-related",
        )
        for found in _failing(facts, "roster")
        if not found.call(r".*\.(select_related|prefetch_related)")
    ]


def captains_left_out(facts: Facts) -> list[Finding]:
    """An inner join, or a list of the ships: whoever has no ship is missing."""
    found = []
    for own in _failing(facts, "roster"):
        every = own.calls(".*")
        keywords = {word: call for call in every if call.call for word in call.call.keywords}
        line = (
            keywords.get("ship__isnull")
            or keywords.get("captain__isnull")
            or keywords.get("admiral")
            or keywords.get("admiral__isnull")
        )
        if line is None and not own.call(r"Captain\..*") and own.text("for", r"Captain\..*") is None:
            line = own.call(r"Ship\..*")
        if line is not None:
            found.append(
                line.says(
                    en="Some captains are missing from this list: every captain belongs in it, also one without a "
                    "ship, and admirals are captains "
                    "too. Begin with Captain.objects and filter nobody out.",
                    ru="В этом списке не все капитаны, а нужны все: и те, у кого нет корабля, и адмиралы, ведь они "
                    "тоже капитаны. "
                    "Начните с Captain.objects и никого не отсеивайте.",
                    reference=f"{DOCS}topics/db/queries/#lookups-that-span-relationships",
                )
            )
    return found


def roster_not_ordered(facts: Facts) -> list[Finding]:
    """No order, or another one."""
    found = []
    for own in _failing(facts, "roster") if facts.any_failed("roster_is_ordered_by_name") else ():
        ordered = own.call(r".*\.order_by")
        if ordered is None and not own.call(r"sorted|.*\.sort"):
            finding = own.says(
                en='Without order_by() the database may give the rows in any order: order_by("name").',
                ru='Без order_by() база данных вправе отдать строки в любом порядке: order_by("name").',
                reference=ORDER,
            )
            found.append(finding)
        elif ordered is not None and ordered.call and ordered.call.args[:1] not in (("'name'",), ("'captain__name'",)):
            found.append(
                ordered.says(
                    en=f"order_by({quoted(', '.join(ordered.call.args))}) is another order than asked for: by the "
                    "captain's name, from A on, "
                    'order_by("name").',
                    ru=f"order_by({quoted(', '.join(ordered.call.args))}) - не тот порядок: нужен по имени капитана, "
                    "по возрастанию, "
                    'order_by("name").',
                    reference=ORDER,
                )
            )
    return found


def rows_are_dicts(facts: Facts) -> list[Finding]:
    """values() instead of values_list()."""
    return [
        call.says(
            en="values() gives dictionaries; pairs are given by values_list().",
            ru="values() даёт словари; пары даёт values_list().",
            reference=f"{DOCS}ref/models/querysets/#values-list",
        )
        for found in _failing(facts, "roster")
        if (call := found.call(r".*\.values"))
    ]


# -- promote -----------------------------------------------------------------------------------------------


def _makers(found: Body) -> Iterator:
    """The calls that make an admiral."""
    yield from found.calls(r"Admiral(\.objects\.(create|get_or_create|update_or_create))?")


def _keywords(call) -> set[str]:
    return set(call.call.keywords) | set(re.findall(r"'(\w+)':", call.call.keywords.get("defaults", "")))


def parents_columns_blanked(facts: Facts) -> list[Finding]:
    """``Admiral.objects.create(captain=captain, fleet=fleet)``."""
    return [
        call.says(
            en="An admiral has all columns of the captain. Those that you do not name are empty here, and saving "
            "writes that over the "
            "captain's row: name and age are gone. Give name and age, too, or save the child's row alone: "
            "save_base(raw=True).",
            ru="У адмирала есть все столбцы капитана. Те, что не указаны, здесь пусты, и при сохранении пустота "
            "пишется поверх строки "
            "капитана: имя и возраст пропадают. Передайте и их или сохраните одну дочернюю строку: "
            "save_base(raw=True).",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if facts.any_failed("promote_keeps_the_captain")
        and not found.call(r".*\.save_base")
        and not found.assign(r"\w+\.name")
        for call in _makers(found)
        if _keywords(call) & {"captain", "captain_id", "pk", "id"} and not {"name", "age"} <= _keywords(call)
        if "**" not in call.call.keywords
    ]


def half_filled_admiral_returned(facts: Facts) -> list[Finding]:
    """The object of ``save_base(raw=True)``, whose inherited columns are empty in memory."""
    if not facts.any_failed("promote_returns_what_can_be_saved"):
        return []
    return [
        call.says(
            en="save_base(raw=True) stores the admiral's row only, and leaves the object without the captain's name "
            "and age: whoever saves it "
            "once more writes that emptiness into the captain's row. Return it read anew: "
            "Admiral.objects.get(pk=captain.pk).",
            ru="save_base(raw=True) записывает только строку адмирала, а в самом объекте имени и возраста капитана "
            "нет: кто сохранит его "
            "ещё раз, запишет эту пустоту в строку капитана. Верните прочитанный заново: "
            "Admiral.objects.get(pk=captain.pk).",
            reference=f"{DOCS}ref/models/instances/#refreshing-objects-from-database",
        )
        for found in _failing(facts, "promote")
        if (call := found.call(r".*\.save_base"))
        and found.text("return", ".+")
        and not found.call(r".*\.refresh_from_db|Admiral\..*\.?get")
    ]


def child_assigned_to_parent(facts: Facts) -> list[Finding]:
    """``captain.admiral = Admiral(...); captain.save()``: the notes' couple after the inheritance example."""
    return [
        line.says(
            en="captain.admiral = ... stores nothing and raises nothing: with inheritance the admiral is the captain's "
            "own row and no "
            "partner of his, so there is no link that captain.save() could write. Inheritance cannot join two objects; "
            "an existing "
            "captain becomes an admiral by a new row in the child's table with the captain's key.",
            ru="captain.admiral = ... ничего не сохраняет и не вызывает ошибки: при наследовании адмирал - это та же "
            "самая запись капитана, "
            "а не другой объект рядом с ней, и записывать captain.save() нечего. Чтобы связать двух людей, нужно поле "
            "OneToOneField, а "
            "чтобы капитан стал адмиралом - новая строка в дочерней таблице с его ключом.",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if (line := found.assign(r"<captain>\.admiral"))
    ]


def child_moved_by_its_link(facts: Facts) -> list[Finding]:
    """A saved admiral is given another captain: a second row, and the captain's columns overwritten."""
    return [
        line.says(
            en="The link to the captain is the admiral's key. Changing it on an admiral who is saved already makes a "
            "second row, and writes "
            "his name and age over the captain's. Give the key from the start: Admiral(captain=captain, ...).",
            ru="Связь с капитаном - ключ адмирала. Если поменять её у уже сохранённого адмирала, появится вторая "
            "строка, а его имя и возраст "
            "запишутся поверх данных капитана. Указывайте ключ сразу: Admiral(captain=captain, ...).",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if (line := found.assign(r"\w+\.captain", "<captain>")) and found.call(r"Admiral\.objects\.create|hire")
    ]


def new_person_hired(facts: Facts) -> list[Finding]:
    """An admiral without the captain's key is one captain more."""
    return [
        call.says(
            en="This makes a new person: without the captain's key the new admiral gets a captain's row of its own. "
            "Name the captain: "
            "captain=captain (or pk=captain.pk), with name and age.",
            ru="Так появляется новый человек: без ключа капитана у нового адмирала будет своя строка капитана. "
            "Укажите, кто это: "
            "captain=captain (или pk=captain.pk), вместе с name и age.",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if not found.assign(r"\w+\.(captain|captain_id|pk|id)|<captain>\.admiral|.*__dict__.*")
        and not found.call(r".*__dict__\.update|setattr|.*\.save_base")
        for call in _makers(found)
        if not _keywords(call) & {"captain", "captain_id", "captain_ptr", "captain_ptr_id", "pk", "id", "**"}
        and not call.call.args
    ]


def fleet_set_on_the_captain(facts: Facts) -> list[Finding]:
    """``captain.fleet = fleet; captain.save()``."""
    return [
        line.says(
            en="A captain has no column fleet: this is an attribute in memory, and save() forgets it. The fleet stands "
            "in the admirals' table, so "
            "a row is needed there.",
            ru="У капитана нет столбца fleet: это просто атрибут в памяти, и save() его не записывает. Флот хранится в "
            "таблице адмиралов, "
            "поэтому нужна строка в ней.",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if (line := found.assign(r"<captain>\.fleet"))
    ]


def captain_deleted_first(facts: Facts) -> list[Finding]:
    """Deleting the captain frees his ship, too."""
    return [
        call.says(
            en="Deleting the captain also ends his link to the ship (SET_NULL), and that does not come back. Leave his "
            "row alone and add the "
            "admiral's.",
            ru="Если удалить капитана, обрывается и его связь с кораблём (SET_NULL), и сама она не вернётся. Не "
            "трогайте его строку, а "
            "добавьте строку адмирала.",
            reference=INHERITANCE,
        )
        for found in _failing(facts, "promote")
        if (call := found.call(r"<captain>\.delete|Captain\..*delete"))
    ]
