# says: nor do many lines
TEXT = "x\n" * 3_000
