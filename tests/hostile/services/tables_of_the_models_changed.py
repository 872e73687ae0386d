# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# says: changing the given models changes nothing but the student's own program
from django.db import models
Ship._meta.db_table = "elsewhere"
Ship.add_to_class("rank", models.IntegerField(default=0))
Captain._meta.get_field("name").null = True
