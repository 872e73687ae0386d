# base: reference
# incident: none
# score: at_most_same
# says: values that JSON lacks must not spoil the verdict's JSON
Women.husband = property(lambda self: float("nan"), lambda self, value: None)
