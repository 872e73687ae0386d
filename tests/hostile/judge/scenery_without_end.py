# base: reference
# incident: none|protocol
# score: at_most_same
# says: required relations that lead in a circle
Husband.add_to_class("best_man", models.ForeignKey("Witness2", on_delete=models.CASCADE, related_name="+"))
class Witness2(models.Model):
    man = models.ForeignKey("Husband", on_delete=models.CASCADE, related_name="+")
