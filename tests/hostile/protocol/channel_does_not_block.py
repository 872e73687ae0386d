# base: reference
# incident: none|died|protocol
# score: at_most_same
# slow: yes, like protocol/closed
# says: flags of the program's own end are its own affair
import fcntl, os
fcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)
