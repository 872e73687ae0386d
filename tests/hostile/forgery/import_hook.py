# base: reference
# incident: none
# score: same
# slow: yes, like forgery/trace_hook
# says: the server imports nothing late
import sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        print("WON: late import", name) if name.startswith("subject") else None
sys.meta_path.insert(0, Hook())
