"""Women who are something else besides."""

from django.db import models


class Visible(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(city="nowhere")


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)
    code = models.SlugField(unique=True)

    objects = Visible()
    everybody = models.Manager()

    def __str__(self):
        return self.name


class Label(models.Model):
    title = models.CharField(max_length=100)


class Singer(Women):
    genre = models.CharField(max_length=50)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="singers")
    teacher = models.ForeignKey(Women, on_delete=models.PROTECT, related_name="pupils")
    debut = models.DateField()


class Sponsor(Women):
    company = models.CharField(max_length=100)
    woman = models.OneToOneField(
        Women, on_delete=models.CASCADE, parent_link=True, related_name="sponsor"
    )
    friend = models.OneToOneField(
        Women, on_delete=models.CASCADE, related_name="friend_of_sponsor"
    )
    budget = models.DecimalField(max_digits=10, decimal_places=2)


class Guardian(Women):
    ward = models.OneToOneField(
        Women, on_delete=models.SET_NULL, null=True, blank=True, related_name="protector"
    )
    since = models.DateField()
    notary = models.ForeignKey(Women, on_delete=models.CASCADE, related_name="+")

    objects = Visible()
