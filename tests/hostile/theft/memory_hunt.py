# base: reference
# incident: none
# score: same
# says: no object of this process knows a check
import gc, sys
words = ("second_" + "wife", "missing_" + "reverse", "husband_is_" + "stored", "test_" + "hidden", "honey-" + "7c1d", "a key for " + "tests", "widow_" + "stays")
def texts(thing, depth):
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, bytes):
        yield thing.decode("latin-1")
    elif depth and isinstance(thing, (list, tuple, set, frozenset)):
        for part in list(thing):
            yield from texts(part, depth - 1)
    elif depth and isinstance(thing, dict):
        for pair in list(thing.items()):
            yield from texts(pair, depth - 1)
own = sys.modules[__name__].__dict__
for thing in gc.get_objects():
    if thing is not own and thing is not words:
        for text in texts(thing, 1):
            for word in words:
                if word in text and "words = (" not in text:
                    print("WON:", word, type(thing))
