"""What stands beside a right field costs nothing, however odd it is."""

from __future__ import annotations

import pytest

from tests.sandboxed import Grading

pytestmark = pytest.mark.sandbox

PLAIN = """
import datetime
from decimal import Decimal
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

{before}

class Husband({husband_base}):
    name = models.CharField(max_length=100)
    age = models.IntegerField()
    {husband}

class Women({women_base}):
    {name}
    husband = models.OneToOneField(
        "Husband", on_delete=models.SET_NULL, null=True, blank=True, related_name="wife"{link}
    )
    {women}

{after}
"""

LOWER = 'constraints = [models.UniqueConstraint(Lower("name"), name="one_of_a_name")]'
CASES: dict[str, dict[str, str]] = {
    "a JSON field elsewhere": {"after": "class Log(models.Model):\n    data = models.JSONField(default=dict)"},
    "a JSON field here": {"women": "notes = models.JSONField(default=dict)"},
    "a constraint with a decimal": {
        "husband": "pay = models.DecimalField(max_digits=8, decimal_places=2, default=1)\n    class Meta:\n"
        "        constraints = [models.CheckConstraint(condition=Q(pay__gte=Decimal('0')), name='paid')]"
    },
    "a constraint with a date": {
        "husband": "born = models.DateField(default=datetime.date(2000, 1, 1))\n    class Meta:\n"
        "        constraints = [models.CheckConstraint(condition=Q(born__gt=datetime.date(1900, 1, 1)), name='b')]"
    },
    "a constraint with a translated message": {
        "women": "class Meta:\n        constraints = [models.UniqueConstraint(fields=['name', 'husband'], name='u',"
        " violation_error_message=_('taken'))]"
    },
    "a constraint of one's own class": {
        "before": "class Mine(models.UniqueConstraint):\n    pass",
        "women": "class Meta:\n        constraints = [Mine(fields=['name', 'husband'], name='u')]",
    },
    "a constraint of many values": {
        "husband": "code = models.IntegerField(default=1)\n    class Meta:\n        constraints ="
        " [models.CheckConstraint(condition=Q(code__in=list(range(2500))), name='known')]"
    },
    "a constraint with a regular expression": {
        "women": "class Meta:\n        constraints = [models.CheckConstraint(condition=Q(name__regex='.'), name='r')]"
    },
    "a unique expression": {"women": f"class Meta:\n        {LOWER}"},
    "a deep expression": {
        "husband": "sum = models.GeneratedField(expression=F('age')"
        + " + F('age')" * 12
        + ", output_field=models.IntegerField(), db_persist=True)"
    },
    "a generated field": {
        "women": "loud = models.GeneratedField(\n"
        "        expression=Lower('name'), output_field=models.TextField(), db_persist=True)"
    },
    "a field made from nothing": {
        "before": "class Hand(models.Field):\n    def db_type(self, connection):\n        return 'char(20)'\n",
        "women": "hand = Hand(null=True)",
    },
    "choices with an empty one": {
        "women": "kind = models.CharField(max_length=1, choices=[(None, '---'), ('a', 'A'), ('b', 'B')])"
    },
    "unique numbers": {
        "husband": "number = models.BigIntegerField(unique=True)\n"
        "    rank = models.DecimalField(max_digits=4, decimal_places=2, unique=True)"
    },
    "a link to another unique column": {
        "husband": "code = models.CharField(max_length=40, unique=True)",
        "link": ", to_field='code'",
    },
    "an odd column": {"link": ", db_column='husband-id'"},
    "a quoted table": {"women": "class Meta:\n        db_table = '\"women\"'"},
    "a woman who is a person": {
        "before": "class Person(models.Model):\n    name = models.CharField(max_length=100)\n",
        "women_base": "Person",
        "name": "",
    },
    "a husband who is a person": {
        "before": "class Person(models.Model):\n    city = models.CharField(max_length=100)\n",
        "husband_base": "Person",
    },
    "a link to a swapped model": {
        "women": "account = models.ForeignKey('auth.User', models.SET_NULL, null=True, related_name='+')"
    },
    "a link to the project's user": {
        "women": "account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)",
        "after": "User = get_user_model()",
    },
    "the admin": {"after": "from django.contrib import admin\nadmin.site.register([Women, Husband])"},
    "many to many through": {
        "after": "class Club(models.Model):\n    women = models.ManyToManyField(Women, through='Member')\n"
        "class Member(models.Model):\n    club = models.ForeignKey(Club, models.CASCADE)\n"
        "    woman = models.ForeignKey(Women, models.CASCADE)\n    class Meta:\n"
        "        order_with_respect_to = 'club'"
    },
    "a proxy and a child": {
        "after": "class Bride(Women):\n    class Meta:\n        proxy = True\n"
        "class Queen(Women):\n    land = models.SlugField()"
    },
    "a model without a table": {"after": "class View(models.Model):\n    class Meta:\n        managed = False"},
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_beside_a_right_field_costs_nothing(grading: Grading, case: str) -> None:
    """Full marks."""
    parts = {"name": "name = models.CharField(max_length=100)", "husband_base": "models.Model"}
    parts |= {"women_base": "models.Model", "link": "", "before": "", "husband": "", "women": "", "after": ""}
    grading.accepts(PLAIN.format(**(parts | CASES[case])))
