# base: reference
# incident: died
# score: at_most_same
# slow: yes, a duplicate of os_exit_in_save
# says: a crash in save() is an incident
import ctypes
Women.save = lambda self, *a, **k: ctypes.string_at(0)
