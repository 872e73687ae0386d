# base: reference
# incident: none|memory|died|output
# score: 0
# slow: yes, like resources/memory_in_one_piece
# says: who fills both his memory and his disk fills no other's
kept = [b"x" * (4 << 20) for _ in range(100)]
try:
    for number in range(64):
        with open(f"./fill{number}", "wb") as file:
            file.write(bytes(8 << 20))
    print("WON: 512 MB")
except OSError:
    pass
while True:
    kept.append(bytes(1 << 20))
