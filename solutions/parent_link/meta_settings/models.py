"""Women who are something else besides."""

from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "women"

    def __str__(self):
        return self.name


class Singer(Women):
    genre = models.CharField(max_length=50)

    class Meta:
        ordering = ["genre", "name"]
        indexes = [models.Index(fields=["genre"], name="by_genre")]


class Sponsor(Women):
    company = models.CharField(max_length=100)
    woman = models.OneToOneField(
        Women, on_delete=models.CASCADE, parent_link=True, related_name="sponsor"
    )

    class Meta:
        verbose_name = "a woman who pays"
        get_latest_by = "woman"


class Guardian(Women):
    ward = models.OneToOneField(
        Women, on_delete=models.SET_NULL, null=True, blank=True, related_name="protector"
    )

    class Meta:
        default_related_name = "guardians"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(ward=models.F("women_ptr")), name="not_her_own_ward"
            )
        ]
