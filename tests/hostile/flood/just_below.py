# base: reference
# incident: none
# score: same
# says: what is below the limit is cut and costs nothing
print("x" * 900_000)
