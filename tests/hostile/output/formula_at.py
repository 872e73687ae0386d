# says: nor with this
TEXT = "@SUM(1+1)*cmd|'x'!A0"
