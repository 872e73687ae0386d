# says: a spreadsheet computes nothing
TEXT = "=cmd|' /C calc'!A0"
