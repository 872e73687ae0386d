# base: reference
# incident: died
# score: 0
# says: a crash at import is an incident
import ctypes
ctypes.string_at(0)
