# says: nor what begins with another sign
TEXT = "+1+cmd|'x'!A0"
