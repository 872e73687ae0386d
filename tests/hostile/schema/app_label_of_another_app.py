# base: reference
# incident: none
# score: at_most_same
# says: a model that poses as one of the given apps is none of them
class Group2(models.Model):
    class Meta:
        app_label = "auth"
        db_table = "auth_user"
class Migration(models.Model):
    class Meta:
        db_table = "django_migrations"
class Master(models.Model):
    class Meta:
        db_table = "sqlite_master"
class Sequence(models.Model):
    class Meta:
        db_table = "sqlite_sequence"
