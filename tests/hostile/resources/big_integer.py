# base: reference
# incident: timeout|memory|none
# score: 0
# slow: yes, three seconds of CPU
# says: so is arithmetic
9**9**9
