# base: reference
# incident: none|protocol|output
# score: at_most_same
# says: a disk that was filled is the submission's doing
try:
    for number in range(64):
        with open(f"./fill{number}", "wb") as file:
            file.write(bytes(8 << 20))
    print("WON: 512 MB")
except OSError:
    pass
