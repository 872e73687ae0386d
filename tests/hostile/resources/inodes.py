# base: reference
# incident: none|protocol|output
# score: at_most_same
# says: there are only so many files
made = 0
try:
    for made in range(100_000):
        open(f"./{made}", "w").close()
    print("WON:", made, "files")
except OSError:
    pass
