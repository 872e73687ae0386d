"""Parent link: what is behind the mistakes that students make, one function for each. No point depends on it."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding, quoted
from grader.diagnosis.models import FieldFacts, ModelFacts

DOCS = "https://docs.djangoproject.com/en/5.2/"
PARENT_LINK = f"{DOCS}ref/models/fields/#django.db.models.OneToOneField.parent_link"
INHERITANCE = f"{DOCS}topics/db/models/#multi-table-inheritance"
META = f"{DOCS}ref/models/options/"

CHILDREN = {"Singer": "implicit", "Sponsor": "explicit", "Guardian": "second_link"}  # and the task of each
ASKED = {"Singer": "genre", "Sponsor": "company"}  # the child's own field


def _children(facts: Facts) -> Iterator[ModelFacts]:
    """The children that are there and have a check that failed."""
    for name, task in CHILDREN.items():
        model = facts.model(name)
        if model is not None and facts.failing(task):
            yield model


def _woman(facts: Facts) -> FieldFacts | None:
    """The link that the sponsor spells out, under whatever name, where its task has a check that failed."""
    model = facts.model("Sponsor")
    if model is None or not facts.failing("explicit"):
        return None
    found = model.links_to("Women")
    return next((field for field in found if field.parent_link or field.name == "woman"), found[0] if found else None)


# -- inheriting --------------------------------------------------------------------------------------------


def child_does_not_inherit(facts: Facts) -> list[Finding]:
    """class Sponsor(models.Model), with a link to Women or without."""
    return [
        model.says(
            en=f"{quoted(model.name)} does not inherit from Women, so that a {quoted(model.name)} is no woman: no "
            "inherited name, no "
            "row among the women, and "
            f"parent_link=True has nothing to say there. Write class {quoted(model.name)}(Women):",
            ru=f"{quoted(model.name)} не наследует Women, поэтому {quoted(model.name)} - не женщина: нет "
            "унаследованного имени и "
            "строки среди женщин, а "
            f"parent_link=True там ничего не значит. Пишите class {quoted(model.name)}(Women):",
            reference=INHERITANCE,
        )
        for model in _children(facts)
        if _stands_alone(facts, model) and not any(field.parent_link for field in model.fields.values())
    ]


def _stands_alone(facts: Facts, model: ModelFacts) -> bool:
    return not model.bases and not _is_abstract(facts, "Women") and model.options.get("proxy") is not True


def parent_link_without_inheritance(facts: Facts) -> list[Finding]:
    """parent_link=True in a class Sponsor(models.Model): check is silent."""
    return [
        field.says(
            en=f"{quoted(model.name)} does not inherit from Women, and there parent_link=True says nothing: this is "
            "a plain "
            "one-to-one link, and a "
            f"{quoted(model.name)} is no woman. manage.py check does not mention it. Write class "
            f"{quoted(model.name)}(Women):",
            ru=f"{quoted(model.name)} не наследует Women, а тогда parent_link=True ничего не значит: это обычная "
            "связь один к "
            f"одному, и {quoted(model.name)} - "
            f"не женщина. manage.py check об этом молчит. Пишите class {quoted(model.name)}(Women):",
            reference=PARENT_LINK,
        )
        for model in _children(facts)
        for field in model.fields.values()
        if field.parent_link and _stands_alone(facts, model)
    ]


def child_of_another_child(facts: Facts) -> list[Finding]:
    """class Singer(Sponsor)."""
    return [
        model.says(
            en=f"{quoted(model.name)} inherits from another child, so that every {quoted(model.name)} is one of "
            "those as well, with a "
            "row in that table too. "
            "Inherit from Women itself.",
            ru=f"{quoted(model.name)} наследует другую дочернюю модель, и каждый объект {quoted(model.name)} - ещё и "
            "она, со строкой в "
            "её таблице. "
            "Наследуйте сам класс Women.",
            reference=INHERITANCE,
        )
        for model in _children(facts)
        if not model.inherits("Women") and any(model.inherits(other) for other in CHILDREN)
    ]


def child_missing(facts: Facts) -> list[Finding]:
    """The class is not there, or is called otherwise."""
    if facts.error or nothing_written_yet(facts):
        return []
    found = []
    for name, task in CHILDREN.items():
        if facts.source.class_(name) or facts.model(name) or not facts.failing(task):
            continue
        others = [
            model
            for model in facts.models.values()
            if model.name not in {*CHILDREN, "Women"} and model.inherits("Women")
        ]
        own = [model for model in others if ASKED.get(name, "ward") in model.fields]
        near = own[0] if own else None
        en = f" Yours is called {quoted(near.name)}." if near else ""
        ru = f" У вас он называется {quoted(near.name)}." if near else ""
        finding = facts.says(
            en=f"There is no class {name}.{en} The task asks for class {name}(Women).",
            ru=f"Класса {name} нет.{ru} В задании это class {name}(Women).",
            reference=INHERITANCE,
        )
        found.append(finding.at(*near.written.place) if near and near.written else finding)
    return found


def child_is_proxy(facts: Facts) -> list[Finding]:
    """Meta: proxy = True."""
    return [
        entry.says(
            en=f"proxy = True makes {entry.inside.partition('.')[0]} another view of the same table: no table, no row "
            "and no column of its own "
            "(models.E017). Delete that line.",
            ru=f"proxy = True делает {entry.inside.partition('.')[0]} ещё одним видом той же таблицы: своей таблицы, "
            "строк и столбцов нет "
            "(models.E017). Удалите эту строку.",
            reference=f"{META}#proxy",
        )
        for entry in facts.source.of("assign")
        if entry.target == "proxy" and entry.text == "True" and entry.inside.partition(".")[0] in CHILDREN
    ]


def child_is_abstract(facts: Facts) -> list[Finding]:
    """Meta: abstract = True on a child."""
    return [
        entry.says(
            en=f"abstract = True means that {entry.inside.partition('.')[0]} has no table and no objects: it is only a "
            "pattern for other classes. "
            "Delete that line.",
            ru=f"abstract = True означает, что у {entry.inside.partition('.')[0]} нет ни таблицы, ни объектов: это "
            "лишь заготовка для других "
            "классов. Удалите эту строку.",
            reference=f"{META}#abstract",
        )
        for entry in facts.source.of("assign")
        if entry.target == "abstract" and entry.text == "True" and entry.inside.partition(".")[0] in CHILDREN
    ]


def _is_abstract(facts: Facts, name: str) -> bool:
    written = (entry for entry in facts.source.of("assign", f"{name}.Meta") if entry.target == "abstract")
    return facts.model(name) is None and any(entry.text == "True" for entry in written)


def parent_is_abstract(facts: Facts) -> Finding | None:
    """Women with abstract = True: nobody has a row among the women, and there is nothing to link to."""
    entry = facts.source.class_("Women")
    if entry is None or not _is_abstract(facts, "Women"):
        return None
    return entry.says(
        en="Women is abstract, so that there is no table of women: each child has all columns for itself, and no "
        "parent link. Take "
        "abstract = True out of Women.",
        ru="Women - абстрактный класс, поэтому таблицы женщин нет: у каждой дочерней модели все столбцы свои, а связи "
        "с родителем нет. "
        "Уберите abstract = True из Women.",
        reference=f"{DOCS}topics/db/models/#abstract-base-classes",
    )


def field_on_the_parent(facts: Facts) -> list[Finding]:
    """genre or company in the class Women, or nowhere."""
    parent = facts.model("Women")
    found = []
    for model in _children(facts):
        name = ASKED.get(model.name)
        if name is None or name in model.fields:
            continue
        above = parent.fields.get(name) if parent else None
        if above is not None:
            found.append(
                above.says(
                    en=f"{name} stands in the class Women, so that every woman has one. It belongs to "
                    f"{quoted(model.name)} "
                    "only: move the line there.",
                    ru=f"{name} стоит в классе Women, то есть есть у каждой женщины. Поле относится только к "
                    f"{quoted(model.name)}: перенесите строку туда.",
                    reference=INHERITANCE,
                )
            )
    return found


def own_field_missing(facts: Facts) -> list[Finding]:
    """genre or company is nowhere."""
    parent = facts.model("Women")
    return [
        model.says(
            en=f'{quoted(model.name)} has no field "{name}" yet.',
            ru=f"У {quoted(model.name)} пока нет поля «{name}».",
            reference=f"{DOCS}topics/db/models/#fields",
        )
        for model in _children(facts)
        if (name := ASKED.get(model.name)) and name not in model.fields and not (parent and name in parent.fields)
        if facts.source.field(model.name, name) is None and not facts.unresolved_field(model.name, name)
    ]


def field_named_like_its_class(facts: Facts) -> list[Finding]:
    """class Singer(Women): singer = ... (models.E006)."""
    return [
        model.fields[name].says(
            en=f"The field {name} has the name by which a woman reaches her {quoted(model.name)} (models.E006). Give "
            "it "
            "another one.",
            ru=f"Поле {name} называется так же, как обратная сторона связи: через это имя женщина видит свой "
            f"{quoted(model.name)} (models.E006). "
            "Назовите его иначе.",
            reference=f"{DOCS}ref/checks/#models",
        )
        for model in _children(facts)
        if (name := model.name.lower()) in model.fields
    ]


def key_of_its_own(facts: Facts) -> list[Finding]:
    """A child with another primary key beside its parent link."""
    found = []
    for model in _children(facts):
        keys = [
            field
            for field in model.fields.values()
            if field.primary_key and not field.parent_link and not field.is_link
        ]
        if keys and model.bases:
            found.append(
                keys[0].says(
                    en=f"{quoted(model.name)}.{quoted(keys[0].name)} is a primary key of its own. A child is its "
                    "parent's row and has "
                    "its key: take "
                    "primary_key=True away, and the parent link becomes the key.",
                    ru=f"{quoted(model.name)}.{quoted(keys[0].name)} - собственный первичный ключ. Дочерняя модель - "
                    "та же запись, что "
                    "у родителя, с тем же "
                    "ключом: уберите primary_key=True, и ключом станет связь с родителем.",
                    reference=INHERITANCE,
                )
            )
    return found


# -- the parent link ---------------------------------------------------------------------------------------


def parent_link_cannot_be_null(facts: Facts) -> list[Finding]:
    """As in the notes: SET_NULL, parent_link=True, null=True (fields.E007)."""
    fields = [field for model in _children(facts) for base in model.bases for field in model.links_to(base)]
    return [
        field.says(
            en=f"{quoted(field.model)}.{quoted(field.name)} has parent_link=True and may be empty; the notes write "
            "it so, and it "
            "cannot be: the parent link is the "
            "child's primary key, and a key is never empty (fields.E007, with SET_NULL fields.E320). Write "
            "on_delete=models.CASCADE, parent_link=True, without null and without blank.",
            ru=f"У {quoted(field.model)}.{quoted(field.name)} есть parent_link=True, но поле может быть пустым; так "
            "написано в "
            "конспекте, но так нельзя: связь "
            "с родителем - первичный ключ дочерней модели, а ключ пустым не бывает (fields.E007, при SET_NULL "
            "fields.E320). Пишите "
            "on_delete=models.CASCADE, parent_link=True, без null и без blank.",
            reference=PARENT_LINK,
        )
        for field in fields
        if field.parent_link and (field.null or field.blank or field.on_delete == "SET_NULL") and field.name != "ward"
    ]


def link_is_not_the_parent_link(facts: Facts) -> Finding | None:
    """A second link to Women: check may be silent, and the hidden women_ptr is there all the same."""
    field = _woman(facts)
    model = facts.model("Sponsor")
    if (
        field is None
        or model is None
        or field.parent_link
        or field.kind != "OneToOneField"
        or not model.inherits("Women")
    ):
        return None
    return field.says(
        en=f"Sponsor.{quoted(field.name)} is a second link to Women beside the hidden women_ptr, which Django still "
        "makes: a sponsor and the woman "
        'of this link could be two women. parent_link=True says "use this one instead".',
        ru=f"Sponsor.{quoted(field.name)} - вторая связь с Women рядом со скрытой women_ptr, которую Django всё равно "
        "создаёт: спонсор и женщина "
        "из этой связи могли бы оказаться разными людьми. parent_link=True говорит: «вместо скрытой возьми эту».",
        reference=PARENT_LINK,
    )


def parent_link_on_another_kind_of_field(facts: Facts) -> list[Finding]:
    """ForeignKey(parent_link=True): taken and ignored."""
    found = []
    for model in _children(facts):
        for field in model.fields.values():
            written = field.call is not None and field.call.keywords.get("parent_link") == "True"
            if field.kind != "OneToOneField" and (field.parent_link or written):
                found.append(
                    field.says(
                        en=f"parent_link=True means nothing in a {quoted(field.kind)}: Django takes it without a "
                        "word and "
                        "makes women_ptr all the same. "
                        "The parent link is a models.OneToOneField.",
                        ru=f"В {quoted(field.kind)} parent_link=True ничего не значит: Django молча принимает его и "
                        "всё равно "
                        "создаёт women_ptr. Связь "
                        "с родителем - models.OneToOneField.",
                        reference=PARENT_LINK,
                    )
                )
    return found


def parent_link_to_another_model(facts: Facts) -> list[Finding]:
    """parent_link=True to a grandparent, to itself, to a model that is no parent."""
    return [
        field.says(
            en=f'{quoted(model.name)}.{quoted(field.name)} leads to "{quoted(field.target)}", which is not the class '
            "that "
            f"{quoted(model.name)} inherits from directly: there "
            "parent_link=True is ignored without a word. It must lead to the direct parent.",
            ru=f"{quoted(model.name)}.{quoted(field.name)} ссылается на «{quoted(field.target)}», а это не тот "
            "класс, который "
            f"{quoted(model.name)} наследует напрямую: "
            "тогда parent_link=True молча не действует. Связь должна вести на прямого родителя.",
            reference=PARENT_LINK,
        )
        for model in _children(facts)
        for field in model.fields.values()
        if field.parent_link and model.bases and field.target and not any(field.leads_to(base) for base in model.bases)
    ]


def link_added_after_the_class(facts: Facts) -> list[Finding]:
    """Sponsor.woman = models.OneToOneField(...): a plain attribute."""
    return [
        entry.says(
            en=f"{quoted(entry.target)} is set after the class is finished: Django has read the class by then, and "
            "this is no field. Move the line "
            "into the class.",
            ru=f"{quoted(entry.target)} задаётся, когда класс уже готов: Django его к этому времени прочитал, и поля "
            "не получится. Перенесите "
            "строку внутрь класса.",
            reference=f"{DOCS}topics/db/models/#fields",
        )
        for entry in facts.source.of("assign")
        if not entry.inside
        and entry.call
        and entry.call.last.endswith("Field")
        and entry.target.partition(".")[0] in CHILDREN
    ]


def parent_link_missing(facts: Facts) -> Finding | None:
    """class Sponsor(Women) without any link of its own."""
    model = facts.model("Sponsor")
    if model is None or not model.inherits("Women") or not facts.failing("explicit") or model.links_to("Women"):
        return None
    if (
        facts.source.field("Sponsor", "woman")
        or facts.unresolved_field("Sponsor", "woman")
        or link_added_after_the_class(facts)
    ):
        return None
    return model.says(
        en="Sponsor has only the hidden link women_ptr. This task wants it spelt out: woman = "
        "models.OneToOneField(Women, "
        'on_delete=models.CASCADE, parent_link=True, related_name="sponsor").',
        ru="У Sponsor есть только скрытая связь women_ptr. В этой задаче её нужно написать самим: woman = "
        "models.OneToOneField(Women, "
        'on_delete=models.CASCADE, parent_link=True, related_name="sponsor").',
        reference=PARENT_LINK,
    )


def parent_link_written_by_hand(facts: Facts) -> list[Finding]:
    """A link in Singer, where the hidden one is asked for."""
    model = facts.model("Singer")
    found = (
        [field for field in model.fields.values() if field.parent_link and not field.made_by_django] if model else []
    )
    return [
        field.says(
            en="For Singer the hidden link is asked for: Django makes women_ptr by itself, and you write none.",
            ru="У Singer нужна скрытая связь: Django сам создаёт women_ptr, а вы её не пишете.",
            reference=INHERITANCE,
        )
        for field in found
        if field.name != "women_ptr" and facts.failing("implicit")
    ]


def parent_link_named_otherwise(facts: Facts) -> Finding | None:
    field = _woman(facts)
    if field is None or not field.parent_link or field.name == "woman":
        return None
    return field.says(
        en=f'Your parent link is called "{quoted(field.name)}"; the task calls it "woman".',
        ru=f"Ваша связь с родителем называется «{quoted(field.name)}», а в задании она называется «woman».",
        reference=PARENT_LINK,
    )


def parent_link_does_not_cascade(facts: Facts) -> Finding | None:
    """PROTECT, RESTRICT or DO_NOTHING on the parent link."""
    field = _woman(facts)
    if field is None or not field.parent_link or field.on_delete in ("CASCADE", "DB_CASCADE", "SET_NULL", ""):
        return None
    return field.says(
        en=f"With on_delete={quoted(field.on_delete)} a woman who is a sponsor cannot be deleted. A child cannot be "
        "without "
        "its parent's row: "
        "on_delete=models.CASCADE.",
        ru=f"При on_delete={quoted(field.on_delete)} женщину-спонсора удалить нельзя. А дочерней записи без "
        "родительской не "
        "бывает: "
        "on_delete=models.CASCADE.",
        reference=f"{DOCS}ref/models/fields/#django.db.models.CASCADE",
    )


# -- nothing yet -------------------------------------------------------------------------------------------


def nothing_written_yet(facts: Facts) -> Finding | None:
    """The stub as it was handed out."""
    if facts.error or not facts.source.entries or set(facts.models) != {"Women"} or facts.source.classes != ["Women"]:
        return None
    return facts.says(
        en="This looks like the file as it was handed out: the classes Singer, Sponsor and Guardian are still to be "
        "written.",
        ru="Похоже, это файл в том виде, в каком он был выдан: классы Singer, Sponsor и Guardian ещё предстоит "
        "написать.",
        reference=INHERITANCE,
    )
