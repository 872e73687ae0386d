# says: nor does much markup
TEXT = "<b>" * 3_000
