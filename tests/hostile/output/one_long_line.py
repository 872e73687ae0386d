# says: a long line neither stops nor bends anything
TEXT = "A" * 30_000
