# base: reference
# incident: none
# score: same
# slow: yes, like flood/just_below
# says: nor do many lines cost anything
print("\n" * 60_000)
