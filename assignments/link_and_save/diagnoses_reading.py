"""Link and save: mistakes with the side that may be missing, with several steps at once, and with the roster."""

from __future__ import annotations

import re

from grader.diagnosis.body import failing
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding, quoted

DOCS = "https://docs.djangoproject.com/en/5.2/"
ONE_TO_ONE = f"{DOCS}topics/db/examples/one_to_one/"
ATOMIC = f"{DOCS}topics/db/transactions/#controlling-transactions-explicitly"
ORDER = f"{DOCS}ref/models/querysets/#order-by"

PARAMETERS = {
    "hire": ("name", "age"),
    "appoint": ("ship", "captain"),
    "ship_or_none": ("captain",),
    "dismiss": ("captain",),
    "reassign": ("ship", "captain"),
    "roster": (),
}


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
        for found in failing(facts, PARAMETERS, "ship_or_none", "dismiss", "reassign", "roster")
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
        for found in failing(facts, PARAMETERS, "ship_or_none", "dismiss", "reassign")
        if not found.catches("Ship.DoesNotExist", "ObjectDoesNotExist", "AttributeError", "Exception")
        if (line := found.text("if", asking) or found.text("return", r"<captain>\.ship (or|and|if) .*"))
    ]


def missing_side_read_without_asking(facts: Facts) -> list[Finding]:
    """``ship = captain.ship`` where there may be none."""
    found = []
    for name in ("dismiss", "reassign", "roster"):
        checks = [check.id for check in facts.assignment.checks if check.task == name]
        raised = facts.raised("RelatedObjectDoesNotExist", checks=checks)
        for own in failing(facts, PARAMETERS, name) if raised else ():
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
        for found in failing(facts, PARAMETERS, "ship_or_none", "dismiss", "reassign")
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
        for found in failing(facts, PARAMETERS, "ship_or_none")
        if (line := found.text("return", r"hasattr\(.*\) and .*"))
    ]


def namesakes_confused(facts: Facts) -> list[Finding]:
    """Found by name, where two may have the same."""
    found = []
    for own in failing(facts, PARAMETERS, "hire", "appoint", "ship_or_none"):
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
        for found in failing(facts, PARAMETERS, "reassign")
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
        for found in failing(facts, PARAMETERS, "appoint", "reassign")
        if (line := found.catches("ValidationError")) and not found.call(r".*\.(full_clean|validate_unique)")
    ]


def not_all_or_nothing(facts: Facts) -> list[Finding]:
    """No transaction, or one that does not hold all the steps."""
    if facts.failed & {"reassign_frees_his_former_ship"} or not facts.any_failed("reassign_is_all_or_nothing"):
        return []
    found = []
    for own in failing(facts, PARAMETERS, "reassign"):
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
        for found in failing(facts, PARAMETERS, "roster")
        if not found.call(r".*\.(select_related|prefetch_related)")
    ]


def captains_left_out(facts: Facts) -> list[Finding]:
    """An inner join, or a list of the ships: whoever has no ship is missing."""
    found = []
    for own in failing(facts, PARAMETERS, "roster"):
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
    for own in failing(facts, PARAMETERS, "roster") if facts.any_failed("roster_is_ordered_by_name") else ():
        ordered = own.call(r".*\.order_by")
        if own.is_empty:
            continue
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
        for found in failing(facts, PARAMETERS, "roster")
        if (call := found.call(r".*\.values"))
    ]


def namesakes_lost(facts: Facts) -> list[Finding]:
    """dict(): of two captains of one name only one is left."""
    return [
        call.says(
            en="A dictionary has each key once: of two captains of the same name one is lost. Return the pairs as a "
            "list.",
            ru="В словаре каждый ключ встречается один раз: из двух капитанов с одним именем один теряется. Верните "
            "пары списком.",
            reference="https://docs.python.org/3/tutorial/datastructures.html#dictionaries",
        )
        for found in failing(facts, PARAMETERS, "roster")
        if (call := found.call("dict"))
    ]


def keys_confused(facts: Facts) -> list[Finding]:
    """``Ship.objects.filter(pk=captain.pk)``."""
    found = []
    for own in failing(facts, PARAMETERS, "ship_or_none", "dismiss", "reassign"):
        captain = own.names["captain"]
        for call in own.calls(r"Ship\..*(filter|get)"):
            words = call.call.keywords if call.call else {}
            if {words.get("pk"), words.get("id")} & {f"{captain}.pk", f"{captain}.id"}:
                found.append(
                    call.says(
                        en="This looks for the ship that happens to have the captain's number: ships and captains are "
                        "numbered each for themselves. The "
                        "link is the column captain: filter(captain=captain).",
                        ru="Так ищется корабль, у которого случайно тот же номер, что у капитана: корабли и капитаны "
                        "нумеруются отдельно. Связь "
                        "хранит столбец captain: filter(captain=captain).",
                        reference=f"{DOCS}topics/db/queries/#queries-over-related-objects",
                    )
                )
    return found
