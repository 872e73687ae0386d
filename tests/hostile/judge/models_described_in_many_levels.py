# base: cascade
# incident: none|protocol
# score: at_most_same
# says: a description that one reader can just about read is too deep for the next of them, whose fault it then seems
import json
import subject.project
DEEP = "[" * 950 + "]" * 950
class Json:
    @staticmethod
    def dumps(value):
        text = json.dumps(value)
        return text[:-2] + ', {"name": "Deep", "fields": [], "x": ' + DEEP + "}]}" if text.startswith('{"models"') else text
subject.project.json = Json
