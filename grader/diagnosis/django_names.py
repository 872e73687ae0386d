"""Names of Django and Python that a student can have meant."""

from __future__ import annotations

_FIELDS = """
AutoField BigAutoField BigIntegerField BinaryField BooleanField CharField DateField DateTimeField DecimalField
DurationField EmailField FileField FilePathField FloatField ForeignKey GenericIPAddressField ImageField IntegerField
JSONField ManyToManyField OneToOneField PositiveBigIntegerField PositiveIntegerField PositiveSmallIntegerField SlugField
SmallAutoField SmallIntegerField TextField TimeField URLField UUIDField Model Manager QuerySet Index UniqueConstraint
CheckConstraint CASCADE DO_NOTHING PROTECT RESTRICT SET SET_DEFAULT SET_NULL F Q Value Count Max Min Sum Avg Prefetch
Exists OuterRef Subquery
"""
FIELDS = tuple(_FIELDS.split())  # of django.db.models

ON_DELETE = ("CASCADE", "PROTECT", "RESTRICT", "SET_NULL", "SET_DEFAULT", "SET", "DO_NOTHING")

# The arguments that a relation's field may be given.
ARGUMENTS = tuple(
    "to on_delete related_name related_query_name limit_choices_to parent_link to_field db_constraint swappable "
    "verbose_name name primary_key max_length unique blank null db_index default editable choices help_text db_column "
    "db_tablespace auto_created validators error_messages db_comment db_default unique_for_date unique_for_month "
    "unique_for_year".split()
)

# Where a name that is used without an import comes from.
HOMES = {
    "models": "django.db",
    "transaction": "django.db",
    "atomic": "django.db.transaction",
    "IntegrityError": "django.db",
    "connection": "django.db",
    "settings": "django.conf",
    "get_user_model": "django.contrib.auth",
    "AbstractUser": "django.contrib.auth.models",
    "ObjectDoesNotExist": "django.core.exceptions",
    "ValidationError": "django.core.exceptions",
    "timezone": "django.utils",
} | {name: "django.db.models" for name in FIELDS if name not in ("F", "Q", "Value", "Index")}

MODULES = (
    "collections",
    "contextlib",
    "copy",
    "datetime",
    "decimal",
    "django",
    "django.conf",
    "django.contrib.auth",
    "django.contrib.auth.models",
    "django.core",
    "django.core.exceptions",
    "django.core.validators",
    "django.db",
    "django.db.models",
    "django.db.transaction",
    "django.urls",
    "django.utils",
    "django.utils.timezone",
    "django.utils.translation",
    "functools",
    "itertools",
    "math",
    "operator",
    "random",
    "typing",
    "uuid",
)
