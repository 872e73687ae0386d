# base: reference
# incident: none
# score: same
# slow: yes, like flood/just_below
# says: warnings and logs are output like any other
import logging, warnings
for number in range(300):
    warnings.warn(f"number {number}")
    logging.getLogger("django").error("number %s", number)
