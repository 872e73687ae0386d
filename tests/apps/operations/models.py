import datetime
import decimal
import uuid

from django.core.exceptions import ValidationError
from django.db import models


class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.IntegerField()

    class Meta:
        ordering = ("age",)

    def __str__(self):
        return f"{self.name}, {self.age}"

    def __lt__(self, other):
        return self.age < other.age

    def __le__(self, other):
        return self.age <= other.age

    def __len__(self):
        return self.age

    def __getitem__(self, key):
        return getattr(self, key)

    def letters(self):
        yield from self.name

    def samples(self):
        return {
            "tuple": (1, "two", None),
            "set": {1, 2},
            "frozen": frozenset({"a"}),
            "nested": [{"a": (1,)}, []],
            3: "an int key",
            "date": datetime.date(2026, 11, 22),
            "datetime": datetime.datetime(2026, 11, 22, 10, 30, tzinfo=datetime.UTC),
            "time": datetime.time(23, 59, 1),
            "duration": datetime.timedelta(days=-1, microseconds=7),
            "decimal": decimal.Decimal("12.50"),
            "bytes": b"\x00\xff",
            "uuid": uuid.UUID(int=7),
            "float": 0.1,
            "infinity": float("inf"),
            "big": 10**30,
            "bool": True,
            "cyrillic": "Олег",
        }

    def add(self, first, *, second=0):
        return first + second

    def refuse(self):
        raise ValidationError({"age": ValidationError("too old", code="old")})

    def friends(self):
        return set(Women.objects.all())

    def friends_by_object(self):
        return {woman: woman.name for woman in Women.objects.all()}

    def forget_nothing(self):
        raise KeyError("nothing")

    def __bool__(self):
        return self.age != 0


class Women(models.Model):
    name = models.CharField(max_length=100)
    husband = models.OneToOneField(Husband, on_delete=models.SET_NULL, null=True, blank=True, related_name="wife")
