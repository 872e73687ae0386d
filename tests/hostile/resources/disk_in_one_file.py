# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like resources/inodes
# says: no file is larger than its limit
try:
    with open("./big", "wb") as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))
    print("WON: a gigabyte")
except OSError:
    pass
try:
    with open("./sparse", "wb") as file:
        file.truncate(1 << 40)
    print("WON: a terabyte")
except OSError:
    pass
