"""A file that cannot be imported has one explanation, with its line."""

from __future__ import annotations

import pytest

from grader.diagnosis.run import diagnose
from tests.diagnoses.made import ASSIGNMENTS, ONE_TO_ONE, error, ids, report

LINK = "class Women(models.Model):\n    husband = models.OneToOneField({})\n"
BELOW = LINK.format("Husband, on_delete=models.CASCADE") + "\n\nclass Husband(models.Model):\n    pass\n"

CASES = [
    (
        "tabs_and_spaces",
        error("TabError", "inconsistent use of tabs and spaces in indentation"),
        "",
        "перемешаны табуляция",
    ),
    (
        "tabs_and_spaces",
        error("IndentationError", "unindent does not match any outer indentation level", 3),
        "class A:\n\tx = 1\n    y = 2\n",
        "с табуляции строк: 1, с пробелов: 1",
    ),
    ("wrong_indentation", error("IndentationError", "unexpected indent"), "class A:\n    x = 1\n", "не тот отступ"),
    (
        "syntax_error",
        error("SyntaxError", "invalid syntax. Perhaps you forgot a comma?"),
        "x = f(null=True blank=True)\n",
        "не хватает запятой",
    ),
    ("syntax_error", error("SyntaxError", "'(' was never closed"), "x = f(\n", "скобка открыта"),
    (
        "syntax_error",
        error("SyntaxError", "invalid syntax"),
        "def__str__(self):\n",
        "после def или class не хватает пробела",
    ),
    (
        "module_not_installed",
        error("ModuleNotFoundError", "No module named 'slugify'", 3),
        "",
        "там, где проверяют задания, такого модуля нет",
    ),
    ("module_not_installed", error("ModuleNotFoundError", "No module named 'djnago'"), "", "имелся в виду django?"),
    (
        "nothing_from_elsewhere",
        error("URLError", "<urlopen error [Errno -3] Temporary failure in name resolution>"),
        "",
        "проверяют задания, нет сети",
    ),
    (
        "nothing_from_elsewhere",
        error("PermissionError", "[Errno 1] Operation not permitted"),
        "",
        "не запускает другие",
    ),
    (
        "name_not_in_module",
        error("ImportError", "cannot import name 'OneToOnefield' from 'django.db.models' (/usr/lib/x.py)"),
        "",
        "имелось в виду OneToOneField?",
    ),
    (
        "name_not_in_module",
        error("ImportError", "cannot import name 'atomic' from 'django.db' (/usr/lib/x.py)"),
        "",
        "В модуле django.db нет имени «atomic»",
    ),
    (
        "name_misspelt_in_models",
        error("AttributeError", "module 'django.db.models' has no attribute 'OnetoOneField'"),
        "",
        "имелось в виду OneToOneField?",
    ),
    (
        "class_used_before_it_is_defined",
        error("NameError", "name 'Husband' is not defined", 2),
        BELOW,
        "стоит ниже, в строке 5",
    ),
    ("name_not_imported", error("NameError", "name 'settings' is not defined"), "", "from django.conf import settings"),
    (
        "name_misspelt",
        error("NameError", "name 'Huzband' is not defined", 9),
        "class Husband(models.Model):\n    pass\n",
        "имелось в виду Husband?",
    ),
    (
        "cascade_from_tkinter",
        error("TypeError", "on_delete must be callable.", 4),
        "from tkinter import CASCADE\n" + LINK.format('"Husband", on_delete=CASCADE'),
        "импортируется из tkinter",
    ),
    (
        "on_delete_missing",
        error("TypeError", "OneToOneField.__init__() missing 1 required positional argument: 'on_delete'", 2),
        LINK.format('"Husband"'),
        "У связи husband не указан on_delete",
    ),
    (
        "on_delete_is_text",
        error("TypeError", "on_delete must be callable.", 2),
        LINK.format("\"Husband\", on_delete='models.SET_NULL'"),
        "on_delete=models.SET_NULL",
    ),
    (
        "on_delete_called",
        error(
            "TypeError",
            "SET_NULL() missing 4 required positional arguments: 'collector', 'field', 'sub_objs', and 'using'",
        ),
        "",
        "без скобок",
    ),
    (
        "label_before_target",
        error("TypeError", "OneToOneField.__init__() got multiple values for argument 'on_delete'"),
        "",
        "verbose_name=",
    ),
    (
        "argument_misspelt",
        error("TypeError", "Field.__init__() got an unexpected keyword argument 'related_nane'"),
        "",
        "имелось в виду related_name?",
    ),
    (
        "parent_field_again",
        error(
            "FieldError",
            "Local field 'name' in class 'Singer' clashes with field of the same name from base class 'Women'.",
        ),
        "class Singer(Women):\n    name = models.CharField(max_length=9)\n",
        "уже наследует «name»",
    ),
    (
        "hidden_link_declared",
        error(
            "FieldError",
            "Auto-generated field 'women_ptr' in class 'Sponsor' for parent_link to base class 'Women' clashes with "
            "declared "
            "field of the same name.",
        ),
        "",
        "добавьте parent_link=True",
    ),
    (
        "bases_in_wrong_order",
        error("TypeError", "Cannot create a consistent method resolution\norder (MRO) for bases Model, Women"),
        "",
        "class Singer(Women)",
    ),
    (
        "meta_of_a_model_with_table",
        error("AttributeError", "type object 'Women' has no attribute 'Meta'"),
        "",
        "Women.Meta",
    ),
    ("import_error", error("ZeroDivisionError", "division by zero", 7), "", "ZeroDivisionError"),
]


@pytest.mark.parametrize(("id_", "told", "source", "words"), CASES)
def test_an_error_at_import_has_one_explanation_with_its_line(id_, told, source, words):
    """The right one, saying what to do, and nothing else beside it."""
    found, troubles = diagnose(report(source, error=told, failed=("husband_is_stored",)), ONE_TO_ONE)
    assert troubles == []
    assert [entry.id for entry in found] == [id_]
    assert words in found[0].message.ru
    assert found[0].file == "models.py"
    assert found[0].line is not None
    assert found[0].message.en != found[0].message.ru


def test_a_class_of_the_given_models_is_named():
    """A misspelt import from the given models: the nearest class that they have."""
    told = error(
        "ImportError", "cannot import name 'Captian' from 'link_and_save.models' (/box/x.py)", 3, "services.py"
    )
    assignment = ASSIGNMENTS["link_and_save"]
    found, _ = diagnose(report(error=told, failed=("hire_stores_one_captain",), assignment=assignment), assignment)
    assert [entry.id for entry in found] == ["name_not_in_module"]
    assert "Captain?" in found[0].message.ru


def test_no_file_and_no_line_is_no_trouble():
    """An exception that arose in Django alone."""
    assert ids(error=error("RuntimeError", "x", None, None)) == ["import_error"]
