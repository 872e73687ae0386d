# base: foreign_key
# incident: none
# score: at_most_same
# says: what a field says of its column does not reach the witness
models.ForeignKey.db_type = lambda self, connection: "bigint UNIQUE"
models.ForeignKey.db_parameters = lambda self, connection: {"type": "bigint UNIQUE", "check": None}
