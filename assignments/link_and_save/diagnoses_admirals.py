"""Link and save: mistakes with admirals, who are captains too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.diagnosis.body import Body, failing
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding

DOCS = "https://docs.djangoproject.com/en/5.2/"
DELETING = f"{DOCS}ref/models/instances/#deleting-objects"
INHERITANCE = f"{DOCS}topics/db/models/#multi-table-inheritance"

PARAMETERS = {
    "promote": ("captain", "fleet"),
    "demote": ("admiral",),
}


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
        for found in failing(facts, PARAMETERS, "promote")
        if facts.any_failed("promote_keeps_the_captain")
        and not found.call(r".*\.(save_base|bulk_create)")
        and not found.assign(r"\w+\.name")
        for call in _makers(found)
        if (_keywords(call) & {"captain", "captain_id", "pk", "id"} or found.assign(r"\w+\.captain", "<captain>"))
        and not {"name", "age"} <= _keywords(call)
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
        for found in failing(facts, PARAMETERS, "promote")
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
        for found in failing(facts, PARAMETERS, "promote")
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
        for found in failing(facts, PARAMETERS, "promote")
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
        for found in failing(facts, PARAMETERS, "promote")
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
        for found in failing(facts, PARAMETERS, "promote")
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
        for found in failing(facts, PARAMETERS, "promote")
        if (call := found.call(r"<captain>\.delete|Captain\..*delete"))
    ]


# -- demote ------------------------------------------------------------------------------------------------


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
        for found in failing(facts, PARAMETERS, "demote")
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
        for found in failing(facts, PARAMETERS, "demote")
        if (line := found.assign(r"<admiral>\.(fleet|captain)"))
    ]
