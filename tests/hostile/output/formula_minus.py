# says: nor with this
TEXT = "-2+3+cmd|'x'!A0"
