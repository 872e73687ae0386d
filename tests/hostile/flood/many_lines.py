# base: reference
# incident: none
# score: same
# says: nor do many lines cost anything
print("\n" * 60_000)
