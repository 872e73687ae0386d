# says: marks are not piled above a letter, over the lines around it
TEXT = "Z" + "\u0336\u0351\u0352" * 500 + "algo"
