# base: reference
# incident: none
# score: same
# slow: yes, like forgery/trace_hook
# says: references that are never freed change nothing
import gc
gc.disable()
gc.set_threshold(0)
gc.freeze()
