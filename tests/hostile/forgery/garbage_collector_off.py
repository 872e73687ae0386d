# base: reference
# incident: none
# score: same
# says: references that are never freed change nothing
import gc
gc.disable()
gc.set_threshold(0)
gc.freeze()
