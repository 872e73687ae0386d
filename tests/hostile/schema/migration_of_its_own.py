# base: foreign_key
# incident: none
# score: at_most_same
# says: a migration that lies beside the models is neither read nor run
import os, sys
with open(os.path.join(os.path.dirname(__file__), "migrations", "0001_initial.py"), "w") as file:
    file.write("print('WON: a migration')\nfrom django.db import migrations\n"
               "class Migration(migrations.Migration):\n"
               "    operations = [migrations.RunSQL('CREATE UNIQUE INDEX i ON one_to_one_women (husband_id)'),\n"
               "                  migrations.RunPython(lambda apps, editor: print('WON: a payload'))]\n")
import one_to_one.migrations
one_to_one.migrations.__path__ = [os.path.join(os.path.dirname(__file__), "migrations")]
