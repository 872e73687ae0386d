"""Parent link: mistakes in the second link, the ward, and in the names of the other sides."""

from __future__ import annotations

from grader.diagnosis import links, reverse, rules
from grader.diagnosis.facts import Facts
from grader.diagnosis.finding import Finding
from grader.diagnosis.links import Link, for_each

DOCS = "https://docs.djangoproject.com/en/5.2/"
PARENT_LINK = f"{DOCS}ref/models/fields/#django.db.models.OneToOneField.parent_link"

WARD = Link("second_link", "Guardian", "ward", "Women", optional=True)
HIDDEN = ("woman", "women_ptr")  # a guardian's own parent link, if she has one
# Children whose parent link may be written by hand, their tasks, and the checks of its other side's name.
PARENT_LINKS = (
    ("Singer", "implicit", "woman_is_read_as_singer"),
    ("Sponsor", "explicit", "reverse_is_called_sponsor"),
)


# -- the second link ---------------------------------------------------------------------------------------


def ward_is_the_parent_link(facts: Facts) -> Finding | None:
    """Inheritance taken for a bond between two people."""
    field = facts.field("Guardian", "ward")
    if field is None or not field.parent_link or not facts.failing("second_link"):
        return None
    return field.says(
        en="With parent_link=True the ward is the guardian herself: with inheritance both are one and the same row of "
        "Women, and two "
        "people are not joined by it. Take parent_link=True away: Django makes the parent link by itself, and ward is "
        "a "
        "one-to-one field of its own, with null=True and blank=True.",
        ru="С parent_link=True подопечная - это сама опекунша: при наследовании это одна и та же запись Women, и двух "
        "людей так не "
        "связать. Уберите parent_link=True: связь с родителем Django создаст сам, а ward - отдельное поле "
        "OneToOneField с "
        "null=True и blank=True.",
        reference=PARENT_LINK,
    )


def _of_ward(function, facts: Facts) -> list[Finding]:
    field = facts.field("Guardian", "ward")
    if field is not None and field.parent_link:
        return []  # it has its own explanation
    return for_each(function, facts, [WARD])


def foreign_key_instead(facts: Facts) -> list[Finding]:
    """A ForeignKey, which lets many guardians have one ward."""
    return _of_ward(links.foreign_key, facts)


def foreign_key_unique(facts: Facts) -> list[Finding]:
    return _of_ward(links.foreign_key_unique, facts)


def many_to_many_instead(facts: Facts) -> list[Finding]:
    return _of_ward(links.many_to_many, facts)


def value_instead_of_link(facts: Facts) -> list[Finding]:
    """A number or a text that should be a link."""
    return _of_ward(links.no_link_at_all, facts)


def field_named_after_column(facts: Facts) -> list[Finding]:
    """ward_id = models.OneToOneField(...)."""
    return _of_ward(links.named_after_its_column, facts)


def field_name_differs(facts: Facts) -> list[Finding]:
    return _of_ward(lambda facts, link: links.another_name(facts, link, HIDDEN), facts)


def link_on_the_other_model(facts: Facts) -> list[Finding]:
    return _of_ward(links.on_the_other_model, facts)


def field_missing(facts: Facts) -> list[Finding]:
    return _of_ward(lambda facts, link: links.missing(facts, link, HIDDEN), facts)


def wrong_target(facts: Facts) -> list[Finding]:
    """The ward is another model than Women."""
    return _of_ward(links.wrong_target, facts)


def cascade_on_optional_link(facts: Facts) -> list[Finding]:
    """The guardian is deleted with her ward."""
    return _of_ward(rules.cascade, facts)


def link_protects(facts: Facts) -> list[Finding]:
    """PROTECT or RESTRICT."""
    return _of_ward(rules.protected, facts)


def link_does_nothing(facts: Facts) -> list[Finding]:
    return _of_ward(rules.do_nothing, facts)


def set_default_without_default(facts: Facts) -> list[Finding]:
    return _of_ward(rules.set_default_without_default, facts)


def blank_without_null(facts: Facts) -> list[Finding]:
    return _of_ward(rules.blank_without_null, facts)


def null_without_blank(facts: Facts) -> list[Finding]:
    return _of_ward(rules.null_without_blank, facts)


def link_is_required(facts: Facts) -> list[Finding]:
    """Neither null nor blank."""
    return _of_ward(rules.required_by_mistake, facts)


def primary_key_on_optional_link(facts: Facts) -> list[Finding]:
    return _of_ward(rules.key_by_mistake, facts)


# -- the other side's name ---------------------------------------------------------------------------------


def _reverse(function, facts: Facts) -> list[Finding]:
    """Of the ward, and of those parent links that somebody wrote."""
    asked = {WARD: "protector"}
    for child, task, check in PARENT_LINKS:
        model = facts.model(child) if facts.any_failed(check) else None
        for field in model.links_to("Women") if model else ():
            asked[Link(task, child, field.name, "Women")] = child.lower()
    return for_each(lambda facts, link: function(facts, link, asked[link]), facts, asked)


def reverse_name_missing(facts: Facts) -> list[Finding]:
    return _reverse(reverse.not_named, facts)


def reverse_name_differs(facts: Facts) -> list[Finding]:
    return _reverse(reverse.named_otherwise, facts)


def reverse_hidden(facts: Facts) -> list[Finding]:
    """related_name="+"."""
    return _reverse(reverse.hidden, facts)


def reverse_named_for_queries_only(facts: Facts) -> list[Finding]:
    return _reverse(reverse.named_for_queries_only, facts)


def reverse_name_impossible(facts: Facts) -> list[Finding]:
    return _of_ward(reverse.impossible, facts)


def reverse_name_taken(facts: Facts) -> list[Finding]:
    """Two links, or a link and a field, with one name."""
    return _of_ward(reverse.taken, facts)
