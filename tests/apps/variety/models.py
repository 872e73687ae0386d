import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now


class OptionalLink(models.OneToOneField):
    """A field class of a student's own, with an argument that no Django field takes."""

    def __init__(self, *args, flavour="plain", **kwargs):
        self.flavour = flavour
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "flavour": self.flavour}


class Colour(models.TextChoices):
    RED = "r", "red"
    BLUE = "b", "blue"


def folder(instance, name):
    return f"{instance.pk}/{name}"


class Named(models.Model):
    name = models.CharField(max_length=50, db_index=True, default=lambda: "nobody")

    class Meta:
        abstract = True


class Person(Named):
    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    age = models.PositiveSmallIntegerField(null=True)
    colour = models.CharField(max_length=1, choices=Colour.choices, default=Colour.RED)
    height = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    born = models.DateTimeField(db_default=Now())
    doubled = models.GeneratedField(expression=F("age") * 2, output_field=models.IntegerField(), db_persist=True)
    notes = models.JSONField(default=dict)
    picture = models.FileField(upload_to=folder)
    friends = models.ManyToManyField("self", blank=True)
    clubs = models.ManyToManyField("Club", through="Membership")
    partner = OptionalLink("self", on_delete=models.SET_NULL, flavour="sweet", related_name="other")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET(lambda: None), null=True)

    class Meta:
        db_table = "Люди и звери"
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(age__gte=18), name="adult_names"),
            models.UniqueConstraint(Lower("name"), name="names_without_case"),
        ]
        indexes = [models.Index(fields=["name", "-age"], name="by_name")]
        unique_together = [("name", "age")]


class Club(models.Model):
    title = models.CharField(max_length=20, unique=True, db_column="the title")
    chair = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    best = models.ForeignKey("Membership", on_delete=models.CASCADE, null=True, related_name="best_of")


class Membership(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    club = models.ForeignKey(Club, on_delete=models.CASCADE)

    class Meta:
        order_with_respect_to = "club"


class Boss(Person):
    office = models.SlugField()


class Owner(Person):
    person = models.OneToOneField(Person, on_delete=models.CASCADE, parent_link=True, related_name="as_owner")


class Somebody(Person):
    class Meta:
        proxy = True


class NotOurs(models.Model):
    class Meta:
        managed = False
