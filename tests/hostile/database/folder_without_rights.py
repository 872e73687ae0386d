# base: reference
# incident: none|protocol
# score: at_most_same
# says: a folder that nobody may change any more
import os
os.chmod(".", 0o500)
