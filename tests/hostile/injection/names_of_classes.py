# base: reference
# incident: none
# score: same
# says: names are shown as what they are
for _name in ("A\x1b[31mred", "B<script>alert(1)</script>", "C\u202egnp", "D{0.__class__}", "E%s%n", "F';DROP TABLE one_to_one_women;--"):
    type(_name, (models.Model,), {"__module__": __name__})
