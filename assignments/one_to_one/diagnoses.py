"""One to one: what is behind the mistakes that students make, one function for each. No point depends on it."""

from __future__ import annotations

from grader.diagnosis import links, reverse, rules
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding, quoted
from grader.diagnosis.links import Link, for_each

DOCS = "https://docs.djangoproject.com/en/5.2/"

HUSBAND = Link("husband", "Women", "husband", "Husband", optional=True)
BEST_MAN = Link("best_man", "Women", "best_man", "Husband", optional=True)
OWNER = Link("passport", "Passport", "owner", "Women")
USER = Link("profile", "Profile", "user", "accounts.User")
LINKS = (HUSBAND, BEST_MAN, OWNER, USER)
REVERSE = {HUSBAND: "wife", BEST_MAN: "best_man_of", OWNER: "passport", USER: "profile"}


def _others(link: Link) -> list[str]:
    """The names of the links that belong to the same two models."""
    return [other.name for other in LINKS if {other.model, other.target} == {link.model, link.target}]


def _reverse(function, facts: Facts) -> list[Finding]:
    return for_each(lambda facts, link: function(facts, link, REVERSE[link]), facts, LINKS)


# -- the kind of field -------------------------------------------------------------------------------------


def foreign_key_instead(facts: Facts) -> list[Finding]:
    """A ForeignKey, which lets many rows lead to one object."""
    return for_each(links.foreign_key, facts, LINKS)


def foreign_key_unique(facts: Facts) -> list[Finding]:
    """ForeignKey(unique=True), or with a UniqueConstraint."""
    return for_each(links.foreign_key_unique, facts, LINKS)


def many_to_many_instead(facts: Facts) -> list[Finding]:
    return for_each(links.many_to_many, facts, LINKS)


def value_instead_of_link(facts: Facts) -> list[Finding]:
    """A number or a text that should be a link."""
    return for_each(links.no_link_at_all, facts, LINKS)


def uniqueness_checked_by_hand(facts: Facts) -> list[Finding]:
    """save() or clean() that refuses a second wife, in place of a unique column."""
    found = []
    for link in LINKS:
        field = facts.field(link.model, link.name)
        if not facts.failing(link.task) or field is None or field.kind != "ForeignKey" or field.unique:
            continue
        for method in ("save", "clean", "full_clean"):
            raising = [
                entry
                for entry in facts.source.of("call", f"{link.model}.{method}")
                if entry.call and entry.call.last in ("IntegrityError", "ValidationError", "ValueError")
            ]
            found += [
                entry.says(
                    en=f"{link.model}.{method}() itself refuses what is taken. Everything that writes past it "
                    "(update(), bulk_create(), "
                    "another program) is not stopped. Let the database do it: a OneToOneField makes the column unique.",
                    ru=f"{link.model}.{method}() сам отказывает, если занято. Но всё, что пишет мимо него (update(), "
                    "bulk_create(), другая "
                    "программа), это не остановит. Пусть следит база данных: OneToOneField делает столбец уникальным.",
                    reference=f"{DOCS}ref/models/fields/#unique",
                )
                for entry in raising[:1]
            ]
    return found


def save_changes_another_link(facts: Facts) -> list[Finding]:
    """A save() that empties one of the links by itself."""
    return [
        entry.says(
            en=f"{quoted(entry.inside)}() sets {quoted(entry.target)} to None by itself, so that one link disturbs "
            "the other. "
            "They know nothing of "
            "each other: whoever saves an object decides about both.",
            ru=f"{quoted(entry.inside)}() сам записывает None в {quoted(entry.target)}, и одна связь мешает другой. "
            "Они ничего "
            "не знают друг о "
            "друге: об обеих решает тот, кто сохраняет объект.",
            reference=f"{DOCS}topics/db/models/#overriding-predefined-model-methods",
        )
        for link in (HUSBAND, BEST_MAN)
        for entry in facts.source.of("assign", f"{link.model}.save")
        if entry.target in (f"self.{link.name}", f"self.{link.name}_id")
        and entry.text == "None"
        and facts.failing(link.task)
    ]


def inheritance_instead_of_link(facts: Facts) -> list[Finding]:
    """The couple of the notes: ``class Husband(Women)``."""
    pairs = (
        ("Husband", "Women", "husband"),
        ("Women", "Husband", "husband"),
        ("Passport", "Women", "passport"),
        ("Profile", "Women", "profile"),
    )
    found = []
    for child, parent, task in pairs:
        model = facts.model(child)
        if model is not None and model.inherits(parent) and facts.failing(task):
            found.append(
                model.says(
                    en=f'{child} inherits {parent}. Inheritance means "is a": every {child} would be a row of '
                    f"{parent} as well, the same one "
                    f"and not another person, and {parent}.objects.count() grows with each {child}. To join two "
                    "objects that "
                    "exist side by side, you need a OneToOneField, and class "
                    f"{child}(models.Model).",
                    ru=f"{child} наследует {parent}. Наследование означает «является»: при наследовании {child} - это "
                    "та же самая запись "
                    f"{parent}, а не другой объект рядом с ней, и {parent}.objects.count() растёт с каждым {child}. "
                    "Чтобы связать двух "
                    f"людей, нужно поле OneToOneField, а класс {child} наследует models.Model.",
                    reference=f"{DOCS}topics/db/models/#multi-table-inheritance",
                )
            )
    return found


# -- name and place ----------------------------------------------------------------------------------------


def link_on_the_other_model(facts: Facts) -> list[Finding]:
    return for_each(lambda facts, link: links.on_the_other_model(facts, link, _others(link)), facts, LINKS)


def field_name_differs(facts: Facts) -> list[Finding]:
    return for_each(lambda facts, link: links.another_name(facts, link, _others(link)), facts, LINKS)


def field_missing(facts: Facts) -> list[Finding]:
    """Nothing that looks like the field, while others are there."""
    if nothing_written_yet(facts) or inheritance_instead_of_link(facts):
        return []
    return for_each(lambda facts, link: links.missing(facts, link, _others(link)), facts, LINKS)


def field_named_after_column(facts: Facts) -> list[Finding]:
    """husband_id = models.OneToOneField(...)."""
    return for_each(links.named_after_its_column, facts, LINKS)


def wrong_target(facts: Facts) -> list[Finding]:
    """The link leads to another model than it should."""
    return for_each(links.wrong_target, facts, LINKS)


def parent_link_without_inheritance(facts: Facts) -> list[Finding]:
    return for_each(links.parent_link_without_parent, facts, LINKS)


# -- when the other one is deleted -------------------------------------------------------------------------


def cascade_on_optional_link(facts: Facts) -> list[Finding]:
    """The widow is deleted with her husband."""
    return for_each(rules.cascade, facts, LINKS)


def link_protects(facts: Facts) -> list[Finding]:
    """PROTECT or RESTRICT."""
    return for_each(rules.protected, facts, LINKS)


def link_does_nothing(facts: Facts) -> list[Finding]:
    return for_each(rules.do_nothing, facts, LINKS)


def set_default_without_default(facts: Facts) -> list[Finding]:
    return for_each(rules.set_default_without_default, facts, LINKS)


def required_link_is_emptied(facts: Facts) -> list[Finding]:
    """A passport that stays behind without its owner."""
    return for_each(rules.not_cascading, facts, LINKS)


# -- optional, required, key -------------------------------------------------------------------------------


def blank_without_null(facts: Facts) -> list[Finding]:
    return for_each(rules.blank_without_null, facts, LINKS)


def null_without_blank(facts: Facts) -> list[Finding]:
    return for_each(rules.null_without_blank, facts, LINKS)


def link_is_required(facts: Facts) -> list[Finding]:
    """Neither null nor blank on an optional link."""
    return for_each(rules.required_by_mistake, facts, LINKS)


def link_is_optional(facts: Facts) -> list[Finding]:
    """null or blank on a required link."""
    return for_each(rules.optional_by_mistake, facts, LINKS)


def primary_key_on_optional_link(facts: Facts) -> list[Finding]:
    return for_each(rules.key_by_mistake, facts, LINKS)


def own_id_beside_the_key(facts: Facts) -> Finding | None:
    """A profile that has a key of its own beside its user."""
    field = facts.field("Profile", "user")
    if (
        field is None
        or not field.is_link
        or field.kind == "ManyToManyField"
        or field.primary_key
        or not facts.failing("profile")
    ):
        return None
    return field.says(
        en="Profile.user is not the primary key, so that the profile has a key of its own, and profile.pk is not "
        "user.pk. Add "
        "primary_key=True to the link and declare no other key: then Django makes no column id.",
        ru="Profile.user не первичный ключ, поэтому у профиля свой ключ, и profile.pk не равен user.pk. Добавьте связи "
        "primary_key=True и не объявляйте другого ключа: тогда Django не создаст столбец id.",
        reference=f"{DOCS}ref/models/fields/#primary-key",
    )


def primary_key_with_null(facts: Facts) -> list[Finding]:
    return for_each(rules.key_that_may_be_empty, facts, LINKS)


def two_primary_keys(facts: Facts) -> Finding | None:
    """A key of one's own, and the link as another one (models.E026)."""
    model = facts.model("Profile")
    keys = [field for field in model.fields.values() if field.primary_key] if model else []
    if len(keys) <= 1 or not facts.failing("profile"):
        return None
    names = ", ".join(quoted(field.name) for field in keys)
    return keys[0].says(
        en=f"Profile has more than one field with primary_key=True ({names}; models.E026). A table has one key: leave "
        "it to user.",
        ru=f"У Profile больше одного поля с primary_key=True ({names}; models.E026). Ключ у таблицы один: оставьте его "
        "полю user.",
        reference=f"{DOCS}ref/models/fields/#primary-key",
    )


def profile_is_a_user(facts: Facts) -> Finding | None:
    """class Profile(User)."""
    model = facts.model("Profile")
    if model is None or not facts.failing("profile") or not (model.inherits("User") or "password" in model.fields):
        return None
    return model.says(
        en="Profile inherits from the user: each profile is a user then, with a name and a password of its own, and "
        "creating one for an "
        "existing user erases them. A profile belongs to a user: class Profile(models.Model) with a OneToOneField to "
        "settings.AUTH_USER_MODEL.",
        ru="Profile наследует пользователя: тогда каждый профиль сам пользователь, со своим именем и паролем, а "
        "создание профиля для "
        "имеющегося пользователя их стирает. Профиль принадлежит пользователю: class Profile(models.Model) с полем "
        "OneToOneField "
        "на settings.AUTH_USER_MODEL.",
        reference=f"{DOCS}topics/auth/customizing/#extending-the-existing-user-model",
    )


# -- the other side's name ---------------------------------------------------------------------------------


def reverse_name_missing(facts: Facts) -> list[Finding]:
    return _reverse(reverse.not_named, facts)


def reverse_name_differs(facts: Facts) -> list[Finding]:
    return _reverse(reverse.named_otherwise, facts)


def reverse_hidden(facts: Facts) -> list[Finding]:
    """related_name="+"."""
    return _reverse(reverse.hidden, facts)


def reverse_named_for_queries_only(facts: Facts) -> list[Finding]:
    return _reverse(reverse.named_for_queries_only, facts)


def property_instead_of_reverse(facts: Facts) -> list[Finding]:
    return _reverse(reverse.property_in_its_place, facts)


def reverse_name_impossible(facts: Facts) -> list[Finding]:
    return for_each(reverse.impossible, facts, LINKS)


def reverse_name_taken(facts: Facts) -> list[Finding]:
    """Two links, or a link and a field, with one name."""
    return for_each(reverse.taken, facts, LINKS)


# -- nothing yet -------------------------------------------------------------------------------------------


def nothing_written_yet(facts: Facts) -> Finding | None:
    """The stub as it was handed out."""
    if facts.error or not facts.models or facts.unresolved:
        return None
    written = [
        entry for entry in facts.source.of("call") if entry.call and entry.call.last in ("OneToOneField", "ForeignKey")
    ]
    if written or any(field.is_link for model in facts.models.values() for field in model.fields.values()):
        return None
    if any(link.name in model.fields for link in LINKS if (model := facts.model(link.model))):
        return None
    listed = ", ".join(quoted(link.whole) for link in LINKS)
    return facts.says(
        en="This looks like the file as it was handed out: there is no link in it yet. The fields to write are "
        f"{listed}.",
        ru=f"Похоже, это файл в том виде, в каком он был выдан: связей в нём пока нет. Нужно написать поля {listed}.",
        reference=f"{DOCS}topics/db/examples/one_to_one/",
    )
