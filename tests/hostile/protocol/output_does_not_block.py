# base: reference
# incident: none
# score: same
# says: nor can a writer make the reader wait
import fcntl, os
fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK)
print("x" * 10)
