# base: reference
# incident: none
# score: 0
# says: there is nobody to ask
input("your name? ")
