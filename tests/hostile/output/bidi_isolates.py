# says: so is what hides in isolates and marks
TEXT = '\u2066\u2067\u2068evil\u2069\u200e\u200f\u061c'
